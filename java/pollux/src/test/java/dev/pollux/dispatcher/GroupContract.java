package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.OnPurpose;
import dev.pollux.Recorder;
import dev.pollux.readiness.DispatcherGroup;
import dev.pollux.readiness.GroupListener;
import dev.pollux.readiness.Inside;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Spread;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.OS;

/** Several loops, and how connections come to them. */
abstract class GroupContract extends DispatcherContract {
    private static final int LOOPS = 3;

    GroupContract(Backend backend) {
        super(backend);
    }

    private DispatcherGroup group() throws IOException {
        return opened(DispatcherGroup.builder(LOOPS)
                .name("group")
                .settings(loop -> loop.backend(backend))
                .open());
    }

    /** As when there is no memory for one more thread. */
    @Test
    void aThreadThatCannotBeStartedClosesTheGroup() throws Exception {
        AtomicInteger made = new AtomicInteger();
        OutOfMemoryError none = new OutOfMemoryError("on purpose, by a test");
        DispatcherGroup group = opened(DispatcherGroup.builder(LOOPS)
                .settings(loop -> loop.backend(backend))
                .threadFactory(run -> new Thread(run) {
                    @Override
                    public void start() {
                        if (made.incrementAndGet() == 2) {
                            throw none;
                        }
                        super.start();
                    }
                })
                .open());
        assertSame(none, assertThrows(OutOfMemoryError.class, group::start));
        for (ReadinessDispatcher loop : group.loops()) {
            assertTrue(loop.isClosed(), loop::toString);
        }
        assertTrue(group.await(Await.LIMIT_NANOS), "the one that was started has ended, the others never will begin");
    }

    /** The loop that runs already closes the group by a callback, while the start of the next one fails. */
    @Test
    @Timeout(60)
    void aThreadThatCannotBeStartedWhileACallbackClosesTheGroup() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        AtomicReference<Thread> first = new AtomicReference<>();
        OutOfMemoryError none = new OutOfMemoryError("on purpose, by a test");
        DispatcherGroup group = DispatcherGroup.builder(LOOPS)
                .settings(loop -> loop.backend(backend))
                .threadFactory(run -> new Thread(run) {
                    @Override
                    public void start() {
                        if (first.compareAndSet(null, this)) {
                            setDaemon(true); // or a deadlock would keep the JVM
                            super.start();
                        } else {
                            untilItWaits(closing, first.get());
                            throw none;
                        }
                    }
                })
                .open();
        group.loops().get(0).execute(() -> {
            closing.countDown();
            group.close();
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread starter = new Thread(() -> thrown.set(assertThrows(OutOfMemoryError.class, group::start)));
        starter.setDaemon(true);
        starter.start();
        starter.join(TimeUnit.NANOSECONDS.toMillis(Await.LIMIT_NANOS));
        assertFalse(starter.isAlive(), () -> "each waits for the other: " + List.of(starter.getStackTrace()));
        assertSame(none, thrown.get());
        assertTrue(group.await(Await.LIMIT_NANOS), "all loops have ended");
    }

    private static void untilItWaits(CountDownLatch closing, Thread thread) {
        awaitWhoever(closing);
        Await.until("its close waits for the start", () -> thread.getState() == Thread.State.BLOCKED);
    }

    /** A thread that runs already can't be started: the group is closed then, and its loop is waited for. */
    @Test
    @Timeout(60)
    @SuppressWarnings("try") // it is only waited for
    void aFactoryThatStartsItsThreads() throws Exception {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        DispatcherGroup group = opened(DispatcherGroup.builder(LOOPS)
                .settings(loop -> loop.backend(backend))
                .threadFactory(run -> {
                    Thread thread = new Thread(run);
                    if (runs.getCount() > 0) {
                        thread.start();
                        awaitWhoever(runs);
                    }
                    return thread;
                })
                .open());
        group.loops().get(0).execute(() -> {
            runs.countDown();
            awaitWhoever(mayEnd);
        });
        try (Background starts = Background.run(() -> assertThrows(IllegalThreadStateException.class, group::start))) {
            Await.until("the group closes", group.loops().get(0)::isClosed);
            assertFalse(group.await(0), "the first loop has not ended");
            mayEnd.countDown();
            assertTrue(group.await(Await.LIMIT_NANOS), "all have");
        }
    }

    private static void awaitWhoever(CountDownLatch latch) {
        try {
            await(latch);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFactoryThatMakesNoThread() throws Exception {
        DispatcherGroup group = opened(DispatcherGroup.builder(LOOPS)
                .settings(loop -> loop.backend(backend))
                .threadFactory(run -> null)
                .open());
        assertThrows(NullPointerException.class, group::start);
        for (ReadinessDispatcher loop : group.loops()) {
            assertTrue(loop.isClosed(), loop::toString);
        }
        assertTrue(group.await(Await.LIMIT_NANOS));
    }

    /** Each connection lives on one loop, and all are served, however they are spread. */
    private Set<ReadinessDispatcher> serves(Spread spread) throws Exception {
        Set<ReadinessDispatcher> served = ConcurrentHashMap.newKeySet();
        try (DispatcherGroup group = group().start()) {
            GroupListener listener = group.listen(loopback(), spread, loop -> socket -> {
                assertTrue(loop.isLoopThread());
                served.add(loop);
                ByteBuffer buffer = ByteBuffer.allocateDirect(16);
                loop.register(socket, Interest.READ, (registration, readiness) -> {
                    if (socket.read(buffer.clear()) < 0) {
                        socket.close();
                    } else {
                        socket.write(buffer.flip());
                    }
                });
            });
            for (int i = 0; i < 32; i++) {
                SocketChannel peer = opened(SocketChannel.open(listener.localAddress()));
                peer.write(ByteBuffer.wrap(new byte[] {(byte) i}));
                ByteBuffer reply = ByteBuffer.allocate(1);
                assertEquals(1, peer.read(reply));
                assertEquals(i, reply.get(0));
            }
            listener.close();
            assertNotEquals(Spread.AUTO, listener.spread());
        }
        return served;
    }

    @Test
    void servesHoweverItSpreads() throws Exception {
        serves(Spread.AUTO);
        assertEquals(LOOPS, serves(Spread.ROUND_ROBIN).size());
        assertEquals(LOOPS, serves(Spread.LEAST_CONNECTIONS).size());
    }

    /** What was handed to a loop that is held up counts, though nothing is registered there yet. */
    @Test
    void leastConnectionsCountsWhatIsOnItsWay() throws Exception {
        DispatcherGroup group = group().start();
        AtomicInteger[] taken = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
        CountDownLatch heldUp = new CountDownLatch(1);
        for (int i = 1; i < LOOPS; i++) {
            group.loops().get(i).execute(() -> {
                try {
                    await(heldUp);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }
        try {
            GroupListener listener = group.listen(loopback(), Spread.LEAST_CONNECTIONS, loop -> socket -> {
                loop.register(socket, Interest.READ, new Recorder());
                taken[group.loops().indexOf(loop)].incrementAndGet();
            });
            for (int i = 0; i < 2 * LOOPS + 1; i++) {
                opened(SocketChannel.open(listener.localAddress()));
            }
            Await.until("the first loop takes the last", () -> taken[0].get() == 3);
        } finally {
            heldUp.countDown();
        }
        Await.until("the others take theirs", () -> taken[1].get() == 2 && taken[2].get() == 2);
    }

    @Test
    void aConnectionThatIsNotTakenIsClosedOnEveryLoop() throws Exception {
        DispatcherGroup group = opened(DispatcherGroup.builder(LOOPS)
                .settings(loop -> loop.backend(backend)
                        .errorHandler((source, failure) -> reports.add(new Report(source, failure))))
                .open());
        group.start();
        GroupListener listener = group.listen(loopback(), Spread.ROUND_ROBIN, loop -> socket -> {
            throw new OnPurpose();
        });
        for (int i = 0; i < LOOPS; i++) {
            assertEquals(-1, opened(SocketChannel.open(listener.localAddress())).read(ByteBuffer.allocate(1)));
        }
        Await.until("each is reported", () -> reports.size() == LOOPS);
        for (Report report : List.copyOf(reports)) {
            assertTrue(report.failure() instanceof OnPurpose, report::toString);
            assertTrue(
                    report.source() instanceof StreamListener && report.source().isOpen(), report::toString);
        }
    }

    @Test
    void sharesThePortOrRefusesTo() throws Exception {
        if (OS.LINUX.isCurrentOs()) {
            assertTrue(serves(Spread.REUSE_PORT).size() > 1, "32 connections on one of three loops");
        } else {
            assertThrows(UnsupportedOperationException.class, () -> serves(Spread.REUSE_PORT));
        }
    }

    @Test
    void sharesAListenerOrRefusesTo() throws Exception {
        if (backend == Backend.EPOLL) {
            assertFalse(serves(Spread.EXCLUSIVE).isEmpty());
        } else {
            assertThrows(UnsupportedOperationException.class, () -> serves(Spread.EXCLUSIVE));
        }
    }

    @Test
    void theLoopsAreNamedAndTakenInTurn() throws Exception {
        AtomicInteger made = new AtomicInteger();
        try (DispatcherGroup group = DispatcherGroup.builder(2)
                .settings(loop -> loop.backend(backend))
                .threadFactory(run -> new Thread(run, "mine-" + made.getAndIncrement()))
                .open()) {
            assertSame(group.loops().get(0), group.next());
            assertSame(group.loops().get(1), group.next());
            assertSame(group.loops().get(0), group.next());
            group.start();
            assertThrows(IllegalStateException.class, group::start);
            AtomicReference<String> name = new AtomicReference<>();
            group.loops().get(1).execute(() -> name.set(Thread.currentThread().getName()));
            Await.until("the task runs", () -> name.get() != null);
            assertEquals("mine-1", name.get());
            assertTrue(group.describe().contains("2 loops"), group::describe);
            assertSame(backend, group.backend());
            assertFalse(group.await(0));
        }
        assertThrows(IllegalArgumentException.class, () -> DispatcherGroup.builder(0));
    }

    @Test
    void theDeathOfOneLoopIsTheEndOfAll() throws Exception {
        DispatcherGroup group = opened(DispatcherGroup.builder(LOOPS)
                .settings(loop -> loop.backend(backend))
                .open());
        group.start();
        ReadinessDispatcher dead = group.loops().get(1);
        breakPort(dead);
        Throwable cause = assertThrows(IOException.class, () -> group.await(Await.LIMIT_NANOS))
                .getCause();
        assertSame(
                cause,
                assertThrows(ExecutionException.class, () -> dead.awaitClosed(0))
                        .getCause());
        for (ReadinessDispatcher loop : group.loops()) {
            assertTrue(loop.isClosed());
        }
    }

    @Test
    void closesFromOneOfItsLoopsAndBeforeItsStart() throws Exception {
        DispatcherGroup group = group().start();
        group.next().execute(group::close);
        assertTrue(group.await(Await.LIMIT_NANOS));
        DispatcherGroup idle = group();
        idle.close();
        idle.await();
        assertThrows(IllegalStateException.class, idle::start);
    }

    @Test
    void aRegistrationMovesFromLoopToLoop() throws Exception {
        DispatcherGroup group = group().start();
        List<Thread> threads = new ArrayList<>();
        AtomicInteger bytes = new AtomicInteger();
        GroupListener listener = group.listen(loopback(), Spread.ROUND_ROBIN, loop -> socket -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(1);
            int[] at = {group.loops().indexOf(loop)};
            loop.register(socket, Interest.READ, (registration, readiness) -> {
                int count = socket.read(buffer.clear()); // one byte: the rest has to be told again
                if (count <= 0) {
                    return;
                }
                synchronized (threads) {
                    threads.add(Thread.currentThread());
                }
                bytes.incrementAndGet();
                ReadinessDispatcher from = group.loops().get(at[0]);
                at[0] = (at[0] + 1) % LOOPS;
                from.move(registration, group.loops().get(at[0]));
            });
        });
        SocketChannel peer = opened(SocketChannel.open(listener.localAddress()));
        int count = 300;
        peer.write(ByteBuffer.allocate(count));
        Await.until("all arrives", () -> bytes.get() == count);
        synchronized (threads) {
            assertEquals(LOOPS, Set.copyOf(threads).size());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> dispatcher.move(
                        Inside.of(group.next().listen(loopback(), StreamSocket::close)).registration, dispatcher));
    }
}
