package dev.pollux.linux.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.linux.CompletionQueue;
import dev.pollux.linux.Garbage;
import dev.pollux.linux.IoUring;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.linux.ProvidedBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** No garbage in a turn: entries filled, submitted and waited for, completions read, buffers given back. */
@RingTest
class AllocationTest {
    @Test
    void aTurn() throws IOException {
        LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
        try (TestRing test = TestRing.open()) {
            IoUring ring = test.ring;
            ring.registrations().registerRing();
            TestRing.requiresProvidedBuffers();
            ProvidedBuffers buffers = ring.registrations().provideBuffers(0, 16, 64, 0);
            CompletionQueue completions = ring.completions();
            ByteBuffer memory = test.memory(32);
            long address = IoUring.addressOf(memory);
            int from = pair[0].fd();
            ring.next().recvMultishot(pair[1].fd(), buffers, 0).userData(1);
            Garbage.assertNone(rounds -> {
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
            Garbage.assertNone(rounds -> {
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
