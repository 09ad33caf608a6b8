package dev.pollux.linux.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.pollux.linux.CompletionQueue;
import dev.pollux.linux.IoUring;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.linux.ProvidedBuffers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** No garbage in a turn: entries filled, submitted and waited for, completions read, buffers given back. */
@RingTest
class AllocationTest {
    private static final int ROUNDS = 50_000;

    private interface Body {
        void run(int rounds) throws IOException;
    }

    /** Once compiled, less than a byte a round; the compiler may be late, so the best of several goes counts. */
    private static void assertAllocatesNothing(Body body) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 10 && least >= ROUNDS; attempt++) {
            body.run(15_000);
            long before = threads.getCurrentThreadAllocatedBytes();
            body.run(ROUNDS);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        long bytes = least;
        assertTrue(bytes < ROUNDS, () -> bytes + " bytes in " + ROUNDS + " rounds");
    }

    @Test
    void aTurn() throws IOException {
        LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
        try (TestRing test = TestRing.open()) {
            IoUring ring = test.ring;
            ring.registrations().registerRing();
            ProvidedBuffers buffers = ring.registrations().provideBuffers(0, 16, 64, 0);
            CompletionQueue completions = ring.completions();
            ByteBuffer memory = test.memory(32);
            long address = IoUring.addressOf(memory);
            int from = pair[0].fd();
            ring.next().recvMultishot(pair[1].fd(), buffers, 0).userData(1);
            assertAllocatesNothing(rounds -> {
                for (int i = 0; i < rounds; i++) {
                    ring.next().send(from, address, 32, 0).userData(2);
                    int seen = 0;
                    while (seen < 2) {
                        int ready = ring.submitAndWait(1, TestRing.LONG_NANOS);
                        for (int c = 0; c < ready; c++) {
                            if (completions.userData(c) == 1) {
                                assertEquals(32, completions.result(c));
                                buffers.giveBack(completions.bufferId(c));
                            }
                        }
                        completions.advance(ready);
                        buffers.publish();
                        seen += ready;
                    }
                }
            });
        }
        pair[0].close();
        pair[1].close();
    }

    @Test
    void aTurnOfASharedRing() throws IOException {
        try (TestRing test = TestRing.plain(8)) {
            IoUring ring = test.ring;
            assertAllocatesNothing(rounds -> {
                for (int i = 0; i < rounds; i++) {
                    ring.tryNext().nop().userData(i);
                    ring.await(ring.publish(), 1, IoUring.INFINITE);
                    ring.completions().advance(ring.completions().count());
                    if (i % 64 == 0) {
                        ring.submitAndWait(1, 1); // the time is up
                    }
                }
            });
        }
    }
}
