package dev.pollux;

import dev.pollux.binding.TestBinding;
import dev.pollux.binding.WindowsCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How many handles this process has open. */
final class OpenHandles {
    private static final long THIS_PROCESS = -1;

    private OpenHandles() {}

    static int count() {
        WindowsCalls calls = TestBinding.windows();
        ByteBuffer count = ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder());
        int result = calls.getProcessHandleCount(THIS_PROCESS, calls.addressOf(count));
        if (result <= 0) {
            throw new AssertionError("GetProcessHandleCount: " + -result);
        }
        return count.getInt(0);
    }
}
