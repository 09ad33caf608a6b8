package dev.pollux.linux.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.linux.CompletionQueue;
import dev.pollux.linux.Epoll;
import dev.pollux.linux.Errno;
import dev.pollux.linux.IoUring;
import dev.pollux.linux.IoUringSetup;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.linux.NativeAddress;
import dev.pollux.linux.ProvidedBuffers;
import dev.pollux.linux.SubmissionEntry;
import dev.pollux.linux.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The submission queue: none of its entries is lost, and none that can't be right reaches the kernel. */
@RingTest
class SubmissionTest {
    @Test
    void entriesAreCounted() throws IOException {
        try (TestRing test = TestRing.plain(4)) {
            IoUring ring = test.ring;
            assertEquals(4, ring.room());
            assertEquals(0, ring.submit(), "there is nothing");
            SubmissionEntry entry = ring.next();
            assertSame(entry, ring.next());
            assertEquals(2, ring.room());
            assertEquals(2, ring.unsubmitted());
            assertEquals(2, ring.submit());
            assertEquals(4, ring.room());
            assertEquals(0, ring.unsubmitted());
            assertEquals(2, ring.completions().count(), "empty entries are nops");
        }
    }

    @Test
    void aFullQueueIsSubmittedByNextAndToldByTryNext() throws IOException {
        try (TestRing test = TestRing.plain(4)) {
            for (int i = 0; i < 4; i++) {
                test.ring.tryNext().nop().userData(i);
            }
            assertNull(test.ring.tryNext());
            assertEquals(0, test.completions.count(), "tryNext has submitted");
            test.next().nop().userData(4);
            assertEquals(4, test.completions.count(), "next has not submitted what was there");
            for (int i = 0; i < 5; i++) {
                assertEquals(0, test.take(i));
            }
            test.assertNothing();
        }
    }

    @Test
    void anEntryIsEmptyWhenItIsHandedOut() throws IOException {
        TestRing.requires(5, 19, "IORING_RECVSEND_POLL_FIRST");
        LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
        try (TestRing test = TestRing.plain(1)) {
            ByteBuffer memory = test.memory(16);
            test.next()
                    .send(pair[0].fd(), IoUring.addressOf(memory), 16, 0)
                    .pollFirst()
                    .userData(7);
            assertEquals(16, test.take(7));
            test.next(); // the same place in the queue
            assertEquals(0, test.take(0));
            test.next().nop().skipSuccess();
            test.next(); // with the flag it would have no completion
            assertEquals(0, test.take(0));
        }
        pair[0].close();
        pair[1].close();
    }

    /** A queue of 8 completions, and thousands that come at once: the kernel keeps what does not fit, and none is lost or told twice. */
    @ParameterizedTest
    @ValueSource(ints = {0, IoUringSetup.SINGLE_ISSUER | IoUringSetup.DEFER_TASKRUN})
    void overflowLosesNothing(int wished) throws IOException {
        int operations = 5000;
        try (IoUring ring = new IoUringSetup(4).completions(8).wish(wished).open()) {
            BitSet seen = new BitSet(operations);
            for (int i = 0; i < operations; i++) {
                ring.next().nop().userData(i);
            }
            CompletionQueue completions = ring.completions();
            boolean overflowed = false;
            while (seen.cardinality() < operations) {
                int ready = ring.submitAndWait(1, TestRing.LONG_NANOS);
                assertTrue(ready > 0, () -> seen.cardinality() + " of " + operations);
                overflowed |= ring.hasOverflowed();
                for (int i = 0; i < ready; i++) {
                    int id = (int) completions.userData(i);
                    assertTrue(!seen.get(id), () -> id + " was told twice");
                    seen.set(id);
                }
                completions.advance(ready);
            }
            assertTrue(overflowed, "the queue was never full");
            assertEquals(0, ring.submitAndWait(0, 0));
            assertTrue(!ring.hasOverflowed());
        }
    }

    /** A wait for none makes those that did not fit, and costs no call where there are none. */
    @Test
    void whatDidNotFitIsFetchedWithoutAWait() throws IOException {
        try (TestRing test = new TestRing(new IoUringSetup(4).completions(4).open())) {
            for (int i = 0; i < 4; i++) {
                test.next().nop().userData(i);
                test.next().nop().userData(i);
                test.ring.submit();
            }
            assertEquals(4, test.completions.count());
            assertTrue(test.ring.hasOverflowed());
            assertTrue(test.ring.needsEnter());
            test.completions.advance(4);
            assertEquals(4, test.ring.submitAndWait(0, 0));
            test.completions.advance(4);
            test.assertNothing();
            assertTrue(!test.ring.needsEnter());
        }
    }

    /** A completion that failed does not end the submission of those behind it, if that was granted; else the rest follows. */
    @ParameterizedTest
    @ValueSource(ints = {0, IoUringSetup.SUBMIT_ALL})
    void aFailingEntryStopsNoOther(int wished) throws IOException {
        try (TestRing test = new TestRing(new IoUringSetup(8).wish(wished).open())) {
            test.next().nop().userData(1);
            test.next().prepare(250, 0, 0, -1, 0, 0, 0, 0, 2); // no such operation
            test.next().nop().userData(3);
            assertEquals(3, test.ring.submit());
            assertEquals(
                    Map.of(1L, 0, 2L, -Errno.EINVAL, 3L, 0), test.takeAll(3)); // on old kernels the failure is first
            test.next().prepare(250, 0, 0, -1, 0, 0, 0, 0, 4);
            test.next().nop().userData(5);
            assertEquals(2, test.ring.submitAndWait(2, TestRing.LONG_NANOS), "the wait submits all as well");
            test.completions.advance(2);
            test.next().prepare(250, 0, 0, -1, 0, 0, 0, 0, 6);
            test.next().nop().userData(7);
            assertTrue(test.ring.submitAndWait(1, TestRing.LONG_NANOS) >= 1);
            assertEquals(0, test.ring.unsubmitted(), "one completion is no reason to leave the rest");
        }
    }

    @Test
    void anotherThreadIsNamedWhereOneAloneMayUseTheRing() throws Exception {
        try (TestRing test = TestRing.open()) {
            assumeTrue((test.ring.setupFlags() & IoUringSetup.SINGLE_ISSUER) != 0, "this kernel has no SINGLE_ISSUER");
            List<Executable> calls = List.of(
                    test.ring::next,
                    test.ring::tryNext,
                    test.ring::room,
                    test.ring::unsubmitted,
                    test.ring::publish,
                    test.ring::submit,
                    () -> test.ring.submitAndWait(1, 0),
                    () -> test.ring.await(1, 0),
                    () -> test.ring.await(0, 1, 0),
                    test.completions::count,
                    () -> test.completions.advance(0),
                    () -> test.ring.registrations().registerRing(),
                    () -> test.ring.registrations().files(4),
                    () -> test.ring.registrations().probe());
            String name = Task.start("stranger", () -> {
                        for (Executable call : calls) {
                            String message = assertThrows(IllegalStateException.class, call)
                                    .getMessage();
                            assertTrue(message.contains("SINGLE_ISSUER"), message);
                            assertTrue(message.contains("stranger"), message);
                        }
                        return "all";
                    })
                    .get();
            assertEquals("all", name);
            test.next().nop();
            assertEquals(0, test.take());
        }
    }

    @Test
    void severalThreadsShareARingUnderALock() throws Exception {
        int each = 5000;
        try (TestRing test = new TestRing(new IoUringSetup(8).completions(16).open())) {
            Object lock = new Object();
            List<Task<Void>> tasks = new ArrayList<>();
            for (int t = 0; t < 2; t++) {
                int base = t * each;
                tasks.add(Task.start("submit-", () -> {
                    for (int i = 0; i < each; i++) {
                        synchronized (lock) {
                            test.next().nop().userData(base + i);
                            if (i % 7 == 0) {
                                test.ring.submit();
                            }
                        }
                    }
                    synchronized (lock) {
                        test.ring.submit();
                    }
                    return null;
                }));
            }
            BitSet seen = new BitSet();
            while (seen.cardinality() < 2 * each) {
                int ready = test.ring.await(1, TestRing.LONG_NANOS);
                assertTrue(ready > 0, () -> seen.cardinality() + " were seen");
                for (int i = 0; i < ready; i++) {
                    int id = (int) test.completions.userData(i);
                    assertTrue(!seen.get(id), () -> id + " was told twice");
                    seen.set(id);
                }
                test.completions.advance(ready);
            }
            for (Task<Void> task : tasks) {
                task.get();
            }
        }
    }

    /** One thread publishes under the lock and waits without it, as a loop does, while another submits. */
    @Test
    void aPublishedEntryIsSubmittedByWhoeverEnters() throws Exception {
        int rounds = 2000;
        try (TestRing test = TestRing.plain(8)) {
            Object lock = new Object();
            Task<Void> other = Task.start("other-", () -> {
                for (int i = 0; i < rounds; i++) {
                    synchronized (lock) {
                        test.next().nop().userData(2);
                        test.ring.submit();
                    }
                }
                return null;
            });
            int[] seen = new int[3];
            int filled = 0;
            while (seen[1] < rounds || seen[2] < rounds) {
                int published;
                synchronized (lock) {
                    SubmissionEntry entry = filled < rounds ? test.ring.tryNext() : null;
                    if (entry != null) {
                        entry.nop().userData(1);
                        filled++;
                    }
                    published = test.ring.publish();
                }
                int ready = test.ring.await(published, 1, TestRing.LONG_NANOS);
                assertTrue(ready > 0, "a published entry was forgotten");
                for (int i = 0; i < ready; i++) {
                    seen[(int) test.completions.userData(i)]++;
                }
                test.completions.advance(ready);
            }
            other.get();
            assertEquals(rounds, seen[1]);
            assertEquals(rounds, seen[2]);
        }
    }

    @Test
    void nonsenseIsRefusedBeforeTheKernelSeesIt() throws IOException {
        try (TestRing test = TestRing.open()) {
            TestRing.requiresProvidedBuffers();
            ProvidedBuffers buffers = test.ring.registrations().provideBuffers(0, 1, 16, 0);
            NativeAddress address = new NativeAddress();
            for (Executable call : nonsense(test.next(), buffers, address)) {
                assertThrows(IllegalArgumentException.class, call);
            }
            try (TestRing other = TestRing.open()) {
                SubmissionEntry entry = other.next();
                assertThrows(IllegalArgumentException.class, () -> entry.recvMultishot(0, buffers, 0));
            }
            buffers.close();
            assertThrows(IllegalArgumentException.class, () -> test.next().recv(0, buffers, 0, 0));
            for (Executable call : List.<Executable>of(
                    () -> test.ring.submitAndWait(-1, 0),
                    () -> test.ring.submitAndWait(test.completions.capacity() + 1, 0),
                    () -> test.ring.submitAndWait(1, 0, -1),
                    () -> test.ring.await(-1, 1, 0),
                    () -> test.completions.advance(-1),
                    () -> test.completions.advance(1),
                    () -> IoUring.addressOf(ByteBuffer.allocate(8)),
                    () -> IoUring.failure("recv", 0, 3))) {
                assertThrows(IllegalArgumentException.class, call);
            }
            for (Executable call : List.<Executable>of(
                    () -> test.completions.userData(0),
                    () -> test.completions.result(-1),
                    () -> test.completions.flags(Integer.MAX_VALUE))) {
                assertThrows(IndexOutOfBoundsException.class, call);
            }
        }
    }

    private static List<Executable> nonsense(SubmissionEntry entry, ProvidedBuffers buffers, NativeAddress address) {
        List<Executable> calls = new ArrayList<>();
        for (int fd : new int[] {-1, Integer.MIN_VALUE}) {
            calls.addAll(List.of(
                    () -> entry.accept(fd, null, 0),
                    () -> entry.acceptMultishot(fd, 0),
                    () -> entry.connect(fd, address),
                    () -> entry.recv(fd, 8, 8, 0),
                    () -> entry.recv(fd, buffers, 0, 0),
                    () -> entry.recvMultishot(fd, buffers, 0),
                    () -> entry.send(fd, 8, 8, 0),
                    () -> entry.send(fd, buffers, 0, 0),
                    () -> entry.sendZeroCopy(fd, 8, 8, 0),
                    () -> entry.sendmsg(fd, 8, 0),
                    () -> entry.recvmsg(fd, 8, 0),
                    () -> entry.shutdown(fd, 0),
                    () -> entry.bind(fd, address),
                    () -> entry.listen(fd, 1),
                    () -> entry.read(fd, 8, 8, 0),
                    () -> entry.read(fd, buffers, 0, 0),
                    () -> entry.readMultishot(fd, buffers),
                    () -> entry.write(fd, 8, 8, 0),
                    () -> entry.readv(fd, 8, 1, 0),
                    () -> entry.writev(fd, 8, 1, 0),
                    () -> entry.fsync(fd, true),
                    () -> entry.fallocate(fd, 0, 0, 1),
                    () -> entry.ftruncate(fd, 1),
                    () -> entry.fadvise(fd, 0, 1, 0),
                    () -> entry.openat(fd, 8, 0, 0),
                    () -> entry.statx(fd, 8, 0, 0, 8),
                    () -> entry.close(fd),
                    () -> entry.splice(fd, -1, 1, -1, 1, 0),
                    () -> entry.splice(1, -1, fd, -1, 1, 0),
                    () -> entry.tee(fd, 1, 1, 0),
                    () -> entry.pollAdd(fd, Epoll.IN),
                    () -> entry.pollMultishot(fd, Epoll.IN),
                    () -> entry.cancelOn(fd, 0),
                    () -> entry.msgRing(fd, 0, 0)));
        }
        calls.addAll(List.of(
                () -> entry.recv(0, 0, 8, 0),
                () -> entry.recv(0, 8, -1, 0),
                () -> entry.recv(0, buffers, -1, 0),
                () -> entry.send(0, 0, 8, 0),
                () -> entry.send(0, 8, -1, 0),
                () -> entry.sendZeroCopy(0, 0, 1, 0),
                () -> entry.sendmsg(0, 0, 0),
                () -> entry.recvmsg(0, 0, 0),
                () -> entry.read(0, 0, 8, 0),
                () -> entry.read(0, 8, 8, -2),
                () -> entry.read(0, buffers, -1, 0),
                () -> entry.write(0, 8, -8, 0),
                () -> entry.readv(0, 0, 1, 0),
                () -> entry.readv(0, 8, 1025, 0),
                () -> entry.writev(0, 8, -1, 0),
                () -> entry.fallocate(0, 0, -1, 1),
                () -> entry.ftruncate(0, -1),
                () -> entry.openat(SubmissionEntry.AT_FDCWD, 0, 0, 0),
                () -> entry.statx(SubmissionEntry.AT_FDCWD, 8, 0, 0, 0),
                () -> entry.connect(0, 8, 0),
                () -> entry.connect(0, 8, 129),
                () -> entry.connect(0, 0, 16),
                () -> entry.shutdown(0, 3),
                () -> entry.timeout(0, 0, 0),
                () -> entry.timeout(8, -1, 0),
                () -> entry.linkTimeout(0, 0),
                () -> entry.cancel(0, 2),
                () -> entry.cancelOn(0, 4),
                () -> entry.splice(0, -2, 1, -1, 1, 0),
                () -> entry.splice(0, -1, 1, -1, -1, 0),
                () -> entry.personality(-1),
                () -> entry.personality(65536),
                // there is no table
                () -> entry.recv(0, 8, 8, 0).fixedFile(),
                () -> entry.directDescriptor(0),
                () -> entry.closeDirect(0),
                () -> entry.cancelOnDirect(0, 0),
                () -> entry.msgRingDirect(0, 0, 0, 0),
                () -> entry.filesUpdate(8, 1, 0),
                () -> entry.readFixed(0, 8, 8, 0, 0),
                () -> entry.writeFixed(0, 8, 8, 0, -1),
                () -> entry.sendZeroCopyFixed(0, 8, 8, 0, 0),
                () -> entry.splice(0, -1, 1, -1, 1, 1 << 31)));
        return calls;
    }
}
