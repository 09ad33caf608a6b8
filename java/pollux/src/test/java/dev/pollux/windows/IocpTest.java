package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.system.SystemCallException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiting, posting, associating, closing. */
@WindowsTest
@SuppressWarnings("try") // closed early, or only waited for
class IocpTest {
    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void postedPacketsComeInOrderAndInBatches() throws Exception {
        try (Iocp iocp = Iocp.create(1)) {
            Completions four = new Completions(4);
            for (int i = 0; i < 10; i++) {
                iocp.post(-i, Long.MAX_VALUE - i, i == 3 ? -1 : i);
            }
            int seen = 0;
            for (int expected : new int[] {4, 4, 2, 0}) {
                assertEquals(expected, iocp.await(four, 0));
                assertEquals(expected, four.count());
                for (int i = 0; i < expected; i++, seen++) {
                    assertEquals(-seen, four.bytes(i));
                    assertEquals(Long.MAX_VALUE - seen, four.key(i));
                    assertEquals(seen == 3 ? -1 : seen, four.overlappedAddress(i));
                }
            }
        }
    }

    @Test
    void aPostedOperationCompletes() throws Exception {
        try (Port port = new Port()) {
            Overlapped operation = port.acquire();
            operation.attach(this);
            port.iocp.post(42, Port.KEY, operation);
            assertTrue(operation.isPending());
            assertThrows(IllegalStateException.class, () -> port.iocp.post(42, Port.KEY, operation));
            assertSame(operation, port.next());
            assertEquals(0, operation.status());
            assertEquals(0, operation.error());
            assertEquals(42, operation.bytes());
            assertSame(this, operation.attachment());
            operation.reset();
            port.iocp.close();
            assertThrows(ClosedChannelException.class, () -> port.iocp.post(1, Port.KEY, operation));
            operation.release();
        }
    }

    @Test
    void neverEarly() throws Exception {
        try (Iocp iocp = Iocp.create(0)) {
            Completions one = new Completions(1);
            for (long timeoutNanos : new long[] {1, 50_000, 999_999, 1_000_001, 2_500_000, 15_600_000, 31_234_567}) {
                for (int i = 0; i < 5; i++) {
                    long start = System.nanoTime();
                    assertEquals(0, iocp.await(one, timeoutNanos));
                    long took = System.nanoTime() - start;
                    assertTrue(took >= timeoutNanos, () -> took + " of " + timeoutNanos);
                }
            }
        }
    }

    /** A wait that returns without anything for the program, as one whose time seems to be up, goes on until it is. */
    @Test
    void anEarlyReturnIsWaitedOn() throws Exception {
        try (Iocp iocp = Iocp.create(0)) {
            long timeoutNanos = 200_000_000;
            Future<Long> waiter = executor.submit(() -> {
                long start = System.nanoTime();
                assertEquals(0, iocp.await(new Completions(1), timeoutNanos));
                return System.nanoTime() - start;
            });
            for (int i = 0; i < 3; i++) {
                assertTrue(Windows.CALLS.postQueuedCompletionStatus(iocp.handle(), 0, Iocp.RESERVED_KEY, 0) > 0);
            }
            long took = waiter.get();
            assertTrue(took >= timeoutNanos, () -> took + " of " + timeoutNanos);
        }
    }

    @Test
    void everLongTimeoutsAreEndedByAPacket() throws Exception {
        try (Iocp iocp = Iocp.create(0)) {
            for (long timeoutNanos :
                    new long[] {Iocp.INFINITE, Long.MIN_VALUE, Long.MAX_VALUE, 0xFFFF_FFFFL * 1_000_000}) {
                Future<Integer> waiting = executor.submit(() -> iocp.await(new Completions(1), timeoutNanos));
                assertThrows(
                        java.util.concurrent.TimeoutException.class, () -> waiting.get(100, TimeUnit.MILLISECONDS));
                iocp.post(0, 1, 0);
                assertEquals(1, waiting.get());
            }
        }
    }

    @Test
    void eachPacketGoesToOneOfTheWaiters() throws Exception {
        int threads = 4;
        int packets = 2000;
        try (Iocp iocp = Iocp.create(threads)) {
            BitSet seen = new BitSet();
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                all.add(executor.submit(() -> {
                    Completions some = new Completions(3);
                    while (true) {
                        int n = iocp.await(some, Iocp.INFINITE);
                        synchronized (seen) {
                            for (int i = 0; i < n; i++) {
                                int number = (int) some.key(i);
                                assertFalse(seen.get(number), "twice");
                                seen.set(number);
                            }
                        }
                    }
                }));
            }
            for (int i = 0; i < packets; i++) {
                iocp.post(0, i, 0);
            }
            long deadline = System.nanoTime() + Port.LONG_NANOS;
            while (true) {
                synchronized (seen) {
                    if (seen.cardinality() == packets) {
                        break;
                    }
                }
                assertTrue(System.nanoTime() < deadline, "lost packets");
                Thread.onSpinWait();
            }
            iocp.close();
            for (Future<?> one : all) {
                assertClosed(one);
            }
        }
    }

    private static void assertClosed(Future<?> waiter) {
        ExecutionException ended = assertThrows(ExecutionException.class, () -> waiter.get(20, TimeUnit.SECONDS));
        assertSame(ClosedChannelException.class, ended.getCause().getClass());
    }

    @Test
    void closeEndsEveryWait() throws Exception {
        for (int threads = 1; threads <= 9; threads += 4) {
            for (long timeoutNanos : new long[] {Iocp.INFINITE, Port.LONG_NANOS * 10}) {
                Iocp iocp = Iocp.create(0);
                List<Future<?>> waiters = new ArrayList<>();
                for (int t = 0; t < threads; t++) {
                    waiters.add(executor.submit(() -> {
                        Completions many = new Completions(64); // one could swallow the packets of all
                        return iocp.await(many, timeoutNanos);
                    }));
                }
                awaitUsers(iocp, threads);
                iocp.close();
                iocp.close();
                assertFalse(iocp.isOpen());
                for (Future<?> waiter : waiters) {
                    assertClosed(waiter);
                }
                assertThrows(ClosedChannelException.class, () -> iocp.await(new Completions(1), 0));
                assertThrows(ClosedChannelException.class, () -> iocp.post(0, 0, 0));
            }
        }
    }

    @Test
    void theReservedKeyIsRefused() throws Exception {
        try (Port port = new Port();
                WinsockDatagramSocket socket = WinsockDatagramSocket.open(Family.INET)) {
            assertThrows(IllegalArgumentException.class, () -> port.iocp.post(0, Iocp.RESERVED_KEY, 0));
            assertThrows(IllegalArgumentException.class, () -> port.iocp.associate(socket, Iocp.RESERVED_KEY));
            Overlapped operation = port.acquire();
            assertThrows(IllegalArgumentException.class, () -> port.iocp.post(0, Iocp.RESERVED_KEY, operation));
            operation.release();
            assertThrows(IllegalArgumentException.class, () -> port.iocp.associate(-1, 1));
            assertThrows(IllegalArgumentException.class, () -> port.iocp.associate(0, 1));
            assertThrows(IllegalArgumentException.class, () -> Iocp.create(-1));
        }
    }

    @Test
    void aHandleBelongsToOnePortForLife() throws Exception {
        try (Iocp first = Iocp.create(0);
                Iocp second = Iocp.create(0);
                WinsockStreamSocket socket = WinsockStreamSocket.open(Family.INET)) {
            first.associate(socket, 1);
            SystemCallException again =
                    assertThrows(SystemCallException.class, () -> first.associate(socket.handle(), 2));
            assertEquals(WinError.ERROR_INVALID_PARAMETER, again.code());
            assertTrue(again.getMessage().contains("belongs to a port already"), again.getMessage());
            assertThrows(SystemCallException.class, () -> second.associate(socket, 1));
            socket.close();
            assertThrows(ClosedChannelException.class, () -> second.associate(socket, 1));
            Failure.of(
                    SystemCallException.class,
                    "CreateIoCompletionPort",
                    WinError.ERROR_INVALID_HANDLE,
                    () -> second.associate(0x7FFF_FFF0L, 1));
        }
    }

    @Test
    void completionsThatCameWithTheCloseAreHandedOut() throws Exception {
        for (int i = 0; i < 20; i++) {
            Iocp iocp = Iocp.create(0);
            Completions many = new Completions(8);
            Future<Integer> waiter = executor.submit(() -> iocp.await(many, Iocp.INFINITE));
            awaitUsers(iocp, 1);
            iocp.post(0, 5, 0);
            iocp.close();
            assertEquals(1, waiter.get(20, TimeUnit.SECONDS));
            assertEquals(1, many.count());
            assertEquals(5, many.key(0));
        }
    }

    private static void awaitUsers(Iocp iocp, int users) {
        long deadline = System.nanoTime() + Port.LONG_NANOS;
        while (iocp.users() < users) {
            assertTrue(System.nanoTime() < deadline, "no thread waits");
            Thread.onSpinWait();
        }
    }
}
