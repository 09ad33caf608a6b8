package dev.pollux;

import dev.pollux.binding.TestBinding;
import dev.pollux.binding.WindowsCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How many handles this process has open. */
public final class OpenHandles {
    private static final long THIS_PROCESS = -1;
    private static final long NO_FILE = -1;

    private static final int ATTEMPTS = 5;

    private OpenHandles() {}

    /**
     * Fails if some code leaves a handle each time. The JVM's own threads come and go and take handles too, so it is done again:
     * what they take once is not taken for a leak.
     */
    public static void assertNoneLeft(Await.Action action) throws Exception {
        long left = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS && left > 0; i++) {
            long before = count();
            action.run();
            left = leftOf(before);
        }
        if (left > 0) {
            throw new AssertionError(left + " handles more are open, each of " + ATTEMPTS + " times");
        }
    }

    /** Waits a moment for those that others still close. */
    private static long leftOf(long before) {
        long startNanos = System.nanoTime();
        long left = count() - before;
        while (left > 0 && System.nanoTime() - startNanos < Await.LIMIT_NANOS / ATTEMPTS) {
            Thread.yield();
            left = count() - before;
        }
        return left;
    }

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
