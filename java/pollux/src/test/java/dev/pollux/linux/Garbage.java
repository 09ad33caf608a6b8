package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.pollux.Await;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** What a piece of code leaves on the heap. */
public final class Garbage {
    private static final int ROUNDS = 50_000;
    private static final int ATTEMPTS = 10; // at least

    private Garbage() {}

    /** So many times what is measured. */
    @FunctionalInterface
    public interface Body {
        void run(int rounds) throws IOException;
    }

    /** Once compiled, less than a byte a round; the compiler may be late, so the best of many goes counts. */
    public static void assertNone(Body body) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        long startNanos = System.nanoTime();
        for (int attempt = 0;
                least >= ROUNDS && (attempt < ATTEMPTS || System.nanoTime() - startNanos < Await.LIMIT_NANOS);
                attempt++) {
            body.run(15_000);
            long before = threads.getCurrentThreadAllocatedBytes();
            body.run(ROUNDS);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        long bytes = least;
        assertTrue(bytes < ROUNDS, () -> bytes + " bytes in " + ROUNDS + " rounds");
    }
}
