package dev.pollux.linux.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.linux.CompletionQueue;
import dev.pollux.linux.Epoll;
import dev.pollux.linux.Errno;
import dev.pollux.linux.EventFd;
import dev.pollux.linux.IoUring;
import dev.pollux.linux.IoUringSetup;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.linux.SubmissionEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Polls, timeouts, cancels, links and messages between rings. */
@RingTest
class ControlOperationsTest {
    private TestRing test;
    private LinuxStreamSocket[] pair;
    private ByteBuffer memory;

    @BeforeEach
    void open() throws IOException {
        test = TestRing.open();
        pair = LinuxStreamSocket.pair();
        memory = test.memory(64);
    }

    @AfterEach
    void close() {
        test.close();
        pair[0].close();
        pair[1].close();
    }

    /** A receive that has nothing to receive. */
    private SubmissionEntry pending(long userData) throws IOException {
        return test.next().recv(pair[1].fd(), IoUring.addressOf(memory), 8, 0).userData(userData);
    }

    @Test
    void pollsOnce() throws IOException {
        try (EventFd event = EventFd.create()) {
            test.next().pollAdd(event.fd(), Epoll.IN).userData(1);
            test.assertNothing();
            event.add(1);
            assertEquals(Epoll.IN, test.take(1) & Epoll.IN);
            event.add(1);
            test.assertNothing();
        }
    }

    @Test
    void pollsAgainAndAgain() throws IOException {
        TestRing.requires(5, 17, "IORING_POLL_ADD_MULTI and IOSQE_CQE_SKIP_SUCCESS");
        try (EventFd event = EventFd.create()) {
            test.next().pollMultishot(event.fd(), Epoll.IN).userData(2);
            for (int i = 0; i < 5; i++) {
                event.add(1);
                assertEquals(Epoll.IN, test.take(2) & Epoll.IN);
                assertTrue((test.flags & CompletionQueue.F_MORE) != 0);
            }
            test.next().pollRemove(2).skipSuccess();
            assertEquals(-Errno.ECANCELED, test.take(2));
            test.next().pollRemove(2).userData(3);
            assertEquals(-Errno.ENOENT, test.take(3));
        }
    }

    @Test
    void timeoutsEndAndAreRemoved() throws IOException {
        long start = System.nanoTime();
        test.next().timeout(test.timespec(5_000_000), 0, 0).userData(1);
        assertEquals(-Errno.ETIME, test.take(1));
        assertTrue(System.nanoTime() - start >= 5_000_000);
        test.next().timeout(test.timespec(TestRing.LONG_NANOS), 0, 0).userData(2);
        test.next().timeoutRemove(2).userData(5);
        assertEquals(Map.of(2L, -Errno.ECANCELED, 5L, 0), test.takeAll(2));
        test.next().timeout(test.timespec(TestRing.LONG_NANOS), 1, 0).userData(3);
        test.next().nop().userData(4);
        BitSet ended = new BitSet();
        for (int i = 0; i < 2; i++) {
            assertEquals(0, test.take());
            ended.set((int) test.userData);
        }
        assertTrue(ended.get(3) && ended.get(4), "one completion of another ends it");
    }

    @Test
    void aTimeoutComesAgainAndAgain() throws IOException {
        test.next()
                .timeout(test.timespec(1_000_000), 0, SubmissionEntry.TIMEOUT_MULTISHOT)
                .userData(1);
        for (int i = 0; i < 3; i++) {
            test.take(1);
            test.requires("TIMEOUT_MULTISHOT");
            assertEquals(-Errno.ETIME, test.result);
            assertTrue((test.flags & CompletionQueue.F_MORE) != 0);
        }
    }

    @Test
    void aLinkedTimeoutCancelsWhatTakesTooLong() throws IOException {
        pending(1).link();
        test.next().linkTimeout(test.timespec(2_000_000), 0).userData(2);
        BitSet ended = new BitSet();
        for (int i = 0; i < 2; i++) {
            test.take();
            assertEquals(test.userData == 1 ? -Errno.ECANCELED : -Errno.ETIME, test.result);
            ended.set((int) test.userData);
        }
        assertEquals(2, ended.cardinality());
    }

    @Test
    void cancelsByUserData() throws IOException {
        pending(1);
        test.next().cancel(1, 0).userData(9);
        expectCancelled(1, 9, 0);

        test.next().cancel(77, 0).userData(9);
        assertEquals(-Errno.ENOENT, test.take(9));
    }

    @Test
    void cancelsAllOfUserDataOrADescriptorOrARing() throws IOException {
        TestRing.requires(5, 19, "IORING_ASYNC_CANCEL_ALL");
        pending(2);
        pending(2);
        test.next().cancel(2, SubmissionEntry.CANCEL_ALL).userData(9);
        expectCancelled(2, 9, 2);

        pending(3);
        pending(4);
        test.next().cancelOn(pair[1].fd(), SubmissionEntry.CANCEL_ALL).userData(9);
        expectCancelled(2, 9, 2);

        pending(5);
        test.next().pollAdd(pair[0].fd(), Epoll.PRI).userData(6);
        test.next().cancelAll().userData(9);
        expectCancelled(2, 9, 2);
    }

    /** So many operations end with ECANCELED, and the cancel with a result of its own. */
    private void expectCancelled(int operations, long cancel, int result) throws IOException {
        int cancelled = 0;
        for (int i = 0; i < operations + 1; i++) {
            test.take();
            if (test.userData == cancel) {
                assertEquals(result, test.result, "the cancel's");
            } else {
                assertEquals(-Errno.ECANCELED, test.result);
                cancelled++;
            }
        }
        assertEquals(operations, cancelled);
        test.assertNothing();
    }

    @Test
    void cancelsOnADirectDescriptor() throws IOException {
        TestRing.requires(6, 0, "IORING_ASYNC_CANCEL_FD_FIXED");
        test.ring.registrations().files(2);
        test.ring.registrations().file(1, pair[1].fd());
        test.next().recv(1, IoUring.addressOf(memory), 8, 0).fixedFile().userData(1);
        test.next().cancelOnDirect(1, SubmissionEntry.CANCEL_ALL).userData(9);
        expectCancelled(1, 9, 1);
    }

    /** A completion and its cancel race: each operation ends once, whoever wins. */
    @Test
    void aCancelRacesWithACompletion() throws IOException {
        TestRing.requires(5, 17, "IOSQE_CQE_SKIP_SUCCESS");
        int rounds = 2000;
        for (int i = 0; i < rounds; i++) {
            pending(1);
            test.next().send(pair[0].fd(), IoUring.addressOf(memory) + 32, 8, 0).skipSuccess();
            test.next().cancel(1, 0).userData(2);
            boolean received = false;
            for (int ended = 0; ended < 2; ended++) {
                test.take();
                if (test.userData == 1) {
                    received = test.result == 8;
                    assertTrue(received || test.result == -Errno.ECANCELED, () -> "result " + test.result);
                }
            }
            if (!received) {
                pending(3);
                assertEquals(8, test.take(3), "what was not received is still there");
            }
            test.assertNothing();
        }
    }

    @Test
    void cancelsAndWaitsForIt() throws IOException {
        pending(1);
        pending(2);
        test.ring.submit();
        try {
            test.ring.registrations().cancel(1, TestRing.LONG_NANOS);
        } catch (IOException e) {
            org.junit.jupiter.api.Assumptions.abort("this kernel has no IORING_REGISTER_SYNC_CANCEL: " + e);
        }
        assertEquals(-Errno.ECANCELED, test.take(1));
        test.ring.registrations().cancel(1, 0);
        test.assertNothing();
        test.ring.registrations().cancelOn(pair[1].fd(), IoUring.INFINITE);
        assertEquals(-Errno.ECANCELED, test.take(2));
        pending(3);
        test.ring.submit();
        test.ring.registrations().cancelAll(0);
        assertEquals(-Errno.ECANCELED, test.take(3));
    }

    @Test
    void linksGoOnOrEnd() throws IOException {
        try (EventFd noSocket = EventFd.create()) {
            test.next().nop().link().userData(1);
            failing(noSocket, 2).link();
            test.next().nop().userData(3);
            assertEquals(0, test.take(1));
            assertEquals(-Errno.ENOTSOCK, test.take(2));
            assertEquals(-Errno.ECANCELED, test.take(3), "after a failure");
            failing(noSocket, 4).hardLink();
            test.next().nop().userData(5);
            assertEquals(Map.of(4L, -Errno.ENOTSOCK, 5L, 0), test.takeAll(2), "a hard link goes on");
        }
    }

    /**
     * A receive that fails when it is made. Linux before 5.19 looks up a link's descriptors before it begins with it, so that one that is
     * not open ends all of it.
     */
    private SubmissionEntry failing(EventFd noSocket, long userData) throws IOException {
        return test.next().recv(noSocket.fd(), IoUring.addressOf(memory), 8, 0).userData(userData);
    }

    @Test
    void aDrainWaitsForAllBefore() throws IOException {
        pending(1);
        test.next().nop().drain().userData(2);
        test.assertNothing();
        pair[0].send(ByteBuffer.allocate(8));
        assertEquals(8, test.take(1));
        assertEquals(0, test.take(2));
    }

    @Test
    void aWorkerReadsAsWell() throws IOException {
        pair[0].send(ByteBuffer.allocate(8));
        pending(1).async();
        assertEquals(8, test.take(1));
    }

    @Test
    void ringsSendEachOtherCompletionsAndDescriptors() throws IOException {
        test.requires(SubmissionEntry.OP_MSG_RING, "IORING_OP_MSG_RING");
        try (TestRing other = new TestRing(new IoUringSetup(4).open())) {
            test.next().msgRing(other.ring.fd(), 42, 7).userData(1);
            assertEquals(0, test.take(1));
            assertEquals(42, other.take(7));
            test.ring.registrations().files(2);
            other.ring.registrations().files(2);
            test.ring.registrations().file(0, pair[1].fd());
            test.next().msgRingDirect(other.ring.fd(), 0, 1, 8).userData(2);
            assertEquals(0, test.take(2));
            other.take(8);
            pair[0].send(ByteBuffer.allocate(5));
            ByteBuffer theirs = other.memory(8);
            other.next().recv(1, IoUring.addressOf(theirs), 8, 0).fixedFile().userData(9);
            assertEquals(5, other.take(9));
        }
    }

    @Test
    void filesArePutIntoTheTableByAnEntry() throws IOException {
        test.ring.registrations().files(3);
        ByteBuffer fds = test.memory(8).putInt(0, pair[1].fd()).putInt(4, -1);
        test.next().filesUpdate(IoUring.addressOf(fds), 2, 1).userData(1);
        assertEquals(2, test.take(1));
        pair[0].send(ByteBuffer.allocate(3));
        test.next().recv(1, IoUring.addressOf(memory), 8, 0).fixedFile().userData(2);
        assertEquals(3, test.take(2));
    }
}
