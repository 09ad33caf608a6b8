package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** When the loop dies, or is closed: whoever waits learns of it, with the cause. */
abstract class DeathContract extends DispatcherContract {
    DeathContract(Backend backend) {
        super(backend);
    }

    private ReadinessDispatcher mortal() throws IOException {
        return opened(ReadinessDispatcher.builder().backend(backend).open());
    }

    @Test
    void everybodyLearnsWhatItDiedOf() throws Exception {
        ReadinessDispatcher loop = mortal();
        ScheduledExecutorService scheduled = loop.asScheduledExecutor();
        ScheduledFuture<?> later = scheduled.schedule(() -> {}, 1, TimeUnit.DAYS);
        ScheduledFuture<?> periodic = scheduled.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.DAYS);
        StreamListener full = loop.listen(loopback(), StreamSocket::close);
        AtomicReference<IOException> connect = new AtomicReference<>();
        AtomicReference<Throwable> stage = new AtomicReference<>();
        loop.closed().whenComplete((none, cause) -> stage.set(cause));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        breakPort(loop);
        loop.connect(full.localAddress(), (socket, failure) -> connect.set(failure));
        Await.until("the loop dies", () -> {
            try {
                loop.runOnce(-1);
                return false;
            } catch (NullPointerException e) {
                thrown.set(e);
                return true;
            }
        });
        assertTrue(loop.isClosed());
        Throwable fatal = thrown.get();
        assertSame(fatal, stage.get().getCause()); // within a CompletionException
        assertSame(
                fatal,
                assertThrows(ExecutionException.class, () -> loop.awaitClosed(0))
                        .getCause());
        assertSame(fatal, assertThrows(ExecutionException.class, later::get).getCause());
        assertSame(fatal, assertThrows(ExecutionException.class, periodic::get).getCause());
        for (RejectedExecutionException refusal : new RejectedExecutionException[] {
            assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {})),
            assertThrows(RejectedExecutionException.class, () -> scheduled.submit(() -> {})),
            assertThrows(RejectedExecutionException.class, () -> scheduled.schedule(() -> {}, 1, TimeUnit.DAYS))
        }) {
            assertSame(fatal, refusal.getCause());
        }
        assertSame(
                fatal,
                assertThrows(ClosedChannelException.class, () -> loop.runOnce(0))
                        .getCause());
        assertFalse(full.isOpen());
        assertTrue(loop.toString().contains("dead"), loop::toString);
        assertTrue(scheduled.awaitTermination(0, TimeUnit.NANOSECONDS));
        loop.close();
        loop.run(); // returns
    }

    /** A connect that has no answer yet. */
    @Test
    void connectsUnderWayFailWithTheCause() throws Exception {
        ReadinessDispatcher loop = mortal();
        AtomicReference<IOException> told = new AtomicReference<>();
        StreamListener listener = opened(dispatcher.openListener());
        listener.bind(loopback(), 8);
        loop.connect(listener.localAddress(), (socket, failure) -> told.set(failure));
        loop.port().close(); // the port fails under the loop
        IOException cause = assertThrows(IOException.class, loop::run);
        assertSame(
                cause,
                assertThrows(ExecutionException.class, () -> loop.awaitClosed(0))
                        .getCause());
        assertSame(
                cause,
                assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}))
                        .getCause());
    }

    @Test
    void aThreadThatWaitsForTheEndIsTold() throws Exception {
        ReadinessDispatcher loop = mortal();
        Background running = Background.run(() -> assertThrows(NullPointerException.class, loop::run));
        Background waiting = Background.run(() -> assertInstanceOf(
                NullPointerException.class,
                assertThrows(ExecutionException.class, () -> loop.awaitClosed(Await.LIMIT_NANOS))
                        .getCause()));
        breakPort(loop);
        running.close();
        waiting.close();
    }

    @Test
    void aCloseCancelsFuturesAndCompletesTheEnd() throws Exception {
        ScheduledExecutorService scheduled = dispatcher.asScheduledExecutor();
        ScheduledFuture<?> later = scheduled.schedule(() -> {}, 1, TimeUnit.DAYS);
        assertFalse(dispatcher.awaitClosed(0));
        Background loop = start();
        onLoop(() -> assertThrows(IllegalStateException.class, () -> dispatcher.awaitClosed(0)));
        dispatcher.close();
        assertThrows(CancellationException.class, later::get);
        assertTrue(dispatcher.awaitClosed(0));
        dispatcher.closed().toCompletableFuture().join();
        assertTrue(scheduled.isTerminated());
        assertEquals(
                null,
                assertThrows(RejectedExecutionException.class, () -> dispatcher.execute(() -> {}))
                        .getCause());
        loop.close();
        assertNoReports();
    }
}
