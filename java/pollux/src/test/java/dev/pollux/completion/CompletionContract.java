package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.Connection;
import dev.pollux.WaitStrategy;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.TriggerMode;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;

/** What every completion backend keeps: operations, and a port's waits, threads, failures and ends. */
@Timeout(60)
@SuppressWarnings("try") // threads that are only waited for
public abstract class CompletionContract extends CompletionAllocationContract {
    @Test
    void aPortThatIsClosedTellsAllThatIsPending() throws Exception {
        Connection connection = new Connection();
        CompletionListener listener = port.openListener();
        listener.bind(loopback(), 8);
        Told read = submit(connection.server.read(ByteBuffer.allocateDirect(8)));
        Told accept = submit(listener.accept());
        PostOperation post = port.post();
        Told posted = submit(post.data(7));
        assertEquals(3, port.pendingOperations());
        port.close();
        assertFalse(port.isOpen());
        assertInstanceOf(AsynchronousCloseException.class, accept.failures.get(0));
        assertEquals(1, read.count());
        if (read.completions == 1) { // its peer was closed first
            assertEquals(-1, read.result);
        } else {
            assertInstanceOf(AsynchronousCloseException.class, read.failures.get(0));
        }
        assertEquals(1, accept.count());
        assertEquals(7, posted.result);
        assertFalse(connection.client.isOpen());
        assertThrows(ShutdownChannelGroupException.class, post::submit);
        assertThrows(ClosedChannelException.class, () -> port.poll(0));
        assertThrows(ClosedChannelException.class, port::openListener);
        port.close();
    }

    @Test
    void aCallbackClosesThePort() throws Exception {
        Connection connection = new Connection();
        Told read = submit(connection.server.read(ByteBuffer.allocateDirect(8)));
        int[] toldWithin = {-1};
        port.post((operation, data) -> {
                    port.close();
                    toldWithin[0] = read.count();
                })
                .submit();
        turnUntil("the close", () -> !port.isOpen());
        assertEquals(0, toldWithin[0], "told within the callback");
        assertEquals(1, read.count());
    }

    @Test
    void whatACallbackThrowsIsReportedAndAllGoesOn() throws Exception {
        List<String> order = new ArrayList<>();
        port.post((operation, data) -> {
                    throw new IOException("on purpose");
                })
                .submit();
        port.post((operation, data) -> order.add("next")).submit();
        turnUntil("the next", () -> !order.isEmpty());
        assertEquals("on purpose", reports.remove().getMessage());
    }

    @Test
    void aFailureWithoutACallbackIsReported() throws Exception {
        Connection connection = new Connection();
        ReadOperation read = connection
                .server
                .read(ByteBuffer.allocateDirect(8), (operation, bytes) -> {})
                .timeoutNanos(1);
        read.submit();
        turnUntil("the failure", () -> !read.isPending());
        assertInstanceOf(SocketTimeoutException.class, reports.remove());
        read.timeoutNanos(0).submit();
        read.cancel();
        turnUntil("the cancellation, which is not reported", () -> !read.isPending());
    }

    @Test
    void aWakeupEndsAWait() throws Exception {
        try (Background waiting = Background.run(() -> assertEquals(0, port.poll(-1)))) {
            waiting.awaitBlocked();
            port.wakeup();
        }
        port.wakeup();
        port.wakeup();
        assertEquals(0, port.poll(-1), "one before the wait");
        assertEquals(0, port.poll(0));
    }

    @Test
    void aClosedPortEndsTheWaits() throws Exception {
        Await.Action waits = () -> assertThrows(ClosedChannelException.class, () -> {
            while (true) {
                port.poll(-1);
            }
        });
        try (Background one = Background.run(waits);
                Background two = Background.run(waits)) {
            one.awaitBlocked();
            two.awaitBlocked();
            port.close();
        }
    }

    @Test
    void eachCompletionGoesToOneOfSeveralThreads() throws Exception {
        AtomicInteger told = new AtomicInteger();
        Await.Action polls = () -> {
            while (told.get() < 10_000) {
                port.poll(TimeUnit.MILLISECONDS.toNanos(10));
            }
        };
        try (Background one = Background.run(polls);
                Background two = Background.run(polls)) {
            for (int i = 0; i < 10_000; i++) {
                port.post((operation, data) -> told.incrementAndGet()).submit();
            }
        }
        assertEquals(10_000, told.get());
    }

    @Test
    void aWaitOfItsOwnDeliversNothing() throws Exception {
        Told told = submit(port.post().data(7));
        assertEquals(1, port.await(-1));
        assertEquals(0, told.count());
        assertEquals(1, port.await(-1), "what was not delivered comes first");
        assertEquals(1, port.deliver());
        assertEquals(7, told.result);
        assertEquals(0, port.deliver());
        assertEquals(0, port.await(0));
    }

    /** A loop that delivers only if the wait has found something would never learn of it. */
    @Test
    void aWaitCountsWhatWasDoneAtOnceMeanwhile() throws Exception {
        ReadinessPort readiness;
        try {
            readiness = port.readinessPort();
        } catch (UnsupportedOperationException e) {
            throw new TestAbortedException(e.getMessage(), e);
        }
        Connection connection = new Connection();
        Told told = new Told();
        WriteOperation write = told.by(connection.server.write(ByteBuffer.allocateDirect(1)));
        Pipe pipe = Pipe.open();
        try (Pipe.SinkChannel sink = pipe.sink();
                Pipe.SourceChannel source = pipe.source()) {
            sink.write(ByteBuffer.allocate(1));
            source.configureBlocking(false);
            readiness.register(source, Interest.READ, TriggerMode.ONESHOT, (registration, ready) -> write.submit());
            Await.until("the write", () -> told.count() == 1, () -> {
                if (port.await(TimeUnit.MILLISECONDS.toNanos(100)) > 0) {
                    port.deliver();
                }
            });
            assertEquals(1, told.result);
        }
    }

    @Test
    void aWakeupEndsAWaitOfItsOwn() throws Exception {
        try (Background waiting = Background.run(() -> {
            port.await(-1);
            assertEquals(0, port.deliver());
        })) {
            waiting.awaitBlocked();
            port.wakeup();
        }
    }

    @Test
    void noneIsCalledFromACallback() throws Exception {
        List<Class<?>> thrown = new ArrayList<>();
        port.post((operation, data) -> {
                    thrown.add(assertThrows(IllegalStateException.class, () -> port.await(0))
                            .getClass());
                    thrown.add(assertThrows(IllegalStateException.class, port::deliver)
                            .getClass());
                    thrown.add(assertThrows(IllegalStateException.class, () -> port.poll(0))
                            .getClass());
                })
                .submit();
        turnUntil("the callback", () -> thrown.size() == 3);
    }

    @Test
    void aCloseDeliversWhatItsThreadHasWaitedFor() throws Exception {
        Told told = submit(port.post().data(7));
        assertEquals(1, port.await(-1));
        port.close();
        assertEquals(7, told.result);
        assertEquals(1, told.count());
    }

    @Test
    void aCloseWaitsForWhatAnotherThreadHasWaitedFor() throws Exception {
        Told told = submit(port.post().data(7));
        assertEquals(1, port.await(-1));
        try (Background closing = Background.run(port::close)) {
            Await.until("the close has begun", () -> !port.isOpen());
            assertEquals(1, port.pendingOperations());
            assertEquals(1, port.deliver());
        }
        assertEquals(1, told.count());
    }

    @Test
    void aBatchIsAsLargeAsTheBuilderSays() throws Exception {
        CompletionPort byTwo = builder().maxBatch(2).open();
        try (byTwo) {
            int[] told = new int[1];
            for (int i = 0; i < 5; i++) {
                byTwo.post((operation, data) -> told[0]++).submit();
            }
            assertEquals(2, byTwo.await(-1));
            assertEquals(2, byTwo.deliver());
            assertEquals(2, byTwo.poll(-1));
            assertEquals(1, byTwo.poll(-1));
            assertEquals(5, told[0]);
        }
    }

    @Test
    void theBuilderRefusesWhatHasNoSense() {
        CompletionPortBuilder builder = builder();
        assertThrows(IllegalArgumentException.class, () -> builder.concurrency(-1));
        assertThrows(IllegalArgumentException.class, () -> builder.maxBatch(0));
        assertThrows(IllegalArgumentException.class, () -> builder.maxBatch(CompletionPortBuilder.MAX_BATCH + 1));
        assertThrows(IllegalArgumentException.class, () -> builder.busyPollNanos(-1));
        assertThrows(NullPointerException.class, () -> builder.waitStrategy(null));
        assertThrows(NullPointerException.class, () -> builder.errorHandler(null));
    }

    /** It never sleeps, so a wakeup needs no call; and it is woken nevertheless. */
    @Test
    void aBusyPortIsWokenWithoutACall() throws Exception {
        try (CompletionPort busy =
                builder().waitStrategy(WaitStrategy.BUSY).concurrency(1).open()) {
            AtomicBoolean polling = new AtomicBoolean();
            try (Background waiting = Background.run(() -> {
                polling.set(true);
                busy.poll(-1);
            })) {
                Await.until("it polls", polling::get);
                busy.wakeup();
            }
            assertEquals(0, CompletionPortWork.of(busy).counters.get(LoopCounters.WAKEUPS_SENT));
        }
    }

    @Test
    void aDispatcherDrivesIt() throws Exception {
        Connection connection = new Connection();
        List<String> order = new ArrayList<>();
        CompletionDispatcher loop = CompletionDispatcher.over(port);
        try (loop) {
            connection
                    .server
                    .read(ByteBuffer.allocateDirect(8), (operation, bytes) -> order.add("read " + bytes))
                    .submit();
            loop.execute(() -> order.add("task"));
            connection.client.write(direct("abc"), (operation, bytes) -> {}).submit();
            Await.until("the read", () -> order.contains("read 3"), () -> loop.runOnce(TURN_NANOS));
            assertTrue(order.contains("task"));
        }
        assertFalse(port.isOpen());
    }

    /** A dispatcher that is told nothing leaves the port's handler and strategy alone. */
    @Test
    void aDispatcherKeepsWhatThePortWasTold() throws Exception {
        CompletionPort busy = builder()
                .waitStrategy(WaitStrategy.BUSY)
                .errorHandler((source, failure) -> reports.add(failure))
                .open();
        try (CompletionDispatcher loop = CompletionDispatcher.over(busy)) {
            assertTrue(loop.describe().endsWith("busy waits"), loop::describe);
            loop.execute(() -> {
                throw new IllegalStateException("on purpose");
            });
            loop.runOnce(0);
            assertEquals("on purpose", reports.remove().getMessage());
        }
        CompletionPort other = builder().waitStrategy(WaitStrategy.BUSY).open();
        try (CompletionDispatcher loop = CompletionDispatcher.builder()
                .waitStrategy(WaitStrategy.BLOCKING)
                .errorHandler((source, failure) -> reports.add(failure))
                .over(other)) {
            assertTrue(loop.describe().endsWith("blocking waits"), loop::describe);
            loop.execute(() -> {
                throw new IllegalStateException("again");
            });
            loop.runOnce(0);
            assertEquals("again", reports.remove().getMessage());
        }
    }

    @Test
    void aPortThatPolluxHasNotMadeIsRefused() {
        CompletionPort foreign = (CompletionPort) Proxy.newProxyInstance(
                CompletionPort.class.getClassLoader(),
                new Class<?>[] {CompletionPort.class},
                (proxy, method, arguments) -> method.getName().equals("toString") ? "a port" : null);
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> CompletionDispatcher.over(foreign));
        assertEquals("a port was not made by Pollux", refusal.getMessage());
    }

    @Test
    void itSaysWhatItIs() {
        assertTrue(port.describe().startsWith("backend="), port::describe);
        assertTrue(port.toString().startsWith("CompletionPort["), port::toString);
        assertTrue(port.post().toString().startsWith("PostOperation[CompletionPort["), () -> port.post()
                .toString());
    }
}
