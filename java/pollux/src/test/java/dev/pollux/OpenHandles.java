package dev.pollux;

import dev.pollux.binding.TestBinding;
import dev.pollux.binding.WindowsCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How many handles this process has open. */
public final class OpenHandles {
    private static final long THIS_PROCESS = -1;
    private static final long NO_FILE = -1;

    private OpenHandles() {}

    public static long count() {
        WindowsCalls calls = TestBinding.windows();
        ByteBuffer count = ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder());
        int result = calls.getProcessHandleCount(THIS_PROCESS, calls.addressOf(count));
        if (result <= 0) {
            throw new AssertionError("GetProcessHandleCount: " + -result);
        }
        return Boolean.getBoolean(WineCondition.PROPERTY) ? lowestFree(calls) : count.getInt(0);
    }

    /** Wine counts none. But a new handle takes the lowest free place of its table: those left open push it up. */
    private static long lowestFree(WindowsCalls calls) {
        long handle = calls.createIoCompletionPort(NO_FILE, 0, 0, 0);
        if (handle <= 0) {
            throw new AssertionError("CreateIoCompletionPort: " + -handle);
        }
        calls.closeHandle(handle);
        return handle / 4;
    }
}
