package dev.pollux.linux.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.linux.IoUring;
import dev.pollux.linux.IoUringSetup;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.linux.OpenDescriptors;
import dev.pollux.linux.SubmissionEntry;
import dev.pollux.linux.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is closed leaves nothing behind, and no call on it meets memory of somebody else. */
@RingTest
class SafetyTest {
    private static final int RINGS = 10_000;

    @Test
    void openingAndClosingLeavesNoDescriptorAndNoMapping() throws IOException {
        openAndClose(10);
        Set<String> descriptors = OpenDescriptors.all();
        long kernels = ringMappings();
        openAndClose(RINGS);
        assertEquals(Set.of(), OpenDescriptors.addedTo(descriptors));
        assertEquals(kernels, ringMappings(), "a mapping keeps its ring");
    }

    /** What was put in the rings' place is given back when they are unreachable, and the next ring is opened. */
    @Test
    void addressesAreGivenBack() throws IOException {
        int bytesOfOne = 1024 * 64 + 2048 * 16;
        long before = virtualBytes();
        for (int i = 0; i < 4000; i++) {
            new IoUringSetup(1024).open().close();
        }
        while (virtualBytes() - before > 1000L * bytesOfOne) {
            System.gc();
            Task.spin();
            openAndClose(1);
        }
    }

    private static long virtualBytes() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[0]) * 4096;
    }

    private static void openAndClose(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            new IoUringSetup(8).wish(i % 2 == 0 ? TestRing.WISHES : 0).open().close();
        }
    }

    private static long ringMappings() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("io_uring")).count();
        }
    }

    @Test
    void aClosedRingAnswersAndWritesNowhere() throws IOException {
        IoUring ring = new IoUringSetup(4).open();
        SubmissionEntry entry = ring.next();
        ring.close();
        for (Executable call : List.<Executable>of(
                ring::next,
                ring::tryNext,
                ring::submit,
                () -> ring.submitAndWait(1, IoUring.INFINITE),
                () -> ring.submitAndWait(0, 0, 5),
                () -> ring.await(1, IoUring.INFINITE),
                () -> ring.await(1, 1, IoUring.INFINITE),
                () -> ring.post(1, 2),
                ring::enable)) {
            assertThrows(ClosedChannelException.class, call);
        }
        assertEquals(0, ring.completions().count());
        assertThrows(IllegalArgumentException.class, () -> ring.completions().advance(1));
        entry.nop().userData(5); // a late writer
        entry.recv(0, 8, 8, 0).link();
        ring.publish();
        assertEquals(4, ring.capacity());
        assertEquals(false, ring.hasOverflowed());
        assertEquals(false, ring.needsEnter());
        assertTrue(ring.toString().contains("closed"));
    }

    /** Threads that fill entries and look at completions while another closes: nothing is unmapped under them. */
    @Test
    void lateWritersMeetMemoryOfNobody() throws Exception {
        AtomicReference<IoUring> current = new AtomicReference<>(new IoUringSetup(64).open());
        AtomicBoolean stop = new AtomicBoolean();
        Task<Long> writer = Task.start("writer-", () -> {
            long written = 0;
            while (!stop.get()) {
                IoUring ring = current.get();
                try {
                    SubmissionEntry entry = ring.next();
                    for (int i = 0; i < 50; i++) {
                        entry.nop().userData(i);
                    }
                    ring.submit();
                    ring.completions().advance(ring.completions().count());
                    written++;
                } catch (ClosedChannelException e) {
                    Thread.onSpinWait(); // the next one is there soon
                }
            }
            return written;
        });
        for (int i = 0; i < 3000; i++) {
            IoUring last = current.getAndSet(new IoUringSetup(64).open());
            last.close();
        }
        stop.set(true);
        assertTrue(writer.get() > 0);
        current.get().close();
    }

    /** An operation in flight holds its file: the close of the ring lets it go. */
    @Test
    void closingTheRingEndsWhatIsInFlight() throws Exception {
        for (int wished : new int[] {0, TestRing.WISHES}) {
            LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
            TestRing test = new TestRing(new IoUringSetup(8).wish(wished).open());
            ByteBuffer memory = ByteBuffer.allocateDirect(8);
            test.next().recv(pair[1].fd(), IoUring.addressOf(memory), 8, 0);
            test.ring.submit();
            pair[1].close();
            assertEquals(1, pair[0].send(ByteBuffer.allocate(1)), "the operation holds the other end");
            test.close();
            while (true) { // the kernel ends a ring in its own time
                try {
                    pair[0].send(ByteBuffer.allocate(1));
                } catch (IOException e) {
                    break;
                }
                Task.spin();
            }
            pair[0].close();
        }
    }
}
