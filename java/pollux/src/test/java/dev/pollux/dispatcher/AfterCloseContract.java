package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.LoopTimer;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.TriggerMode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** After a close one rule holds for all: no future, but answers. */
abstract class AfterCloseContract extends DispatcherContract {
    AfterCloseContract(Backend backend) {
        super(backend);
    }

    @Test
    void whatIsStillToComeIsRefused() throws Exception {
        StreamSocket[] accepted = new StreamSocket[1];
        StreamListener listener = dispatcher.listen(loopback(), socket -> accepted[0] = opened(socket));
        SocketChannel peer = peer(listener);
        turnUntil("it is accepted", () -> accepted[0] != null);
        Registration registration = dispatcher.register(accepted[0], Interest.READ, (current, readiness) -> {});
        LoopTimer timer = dispatcher.timer(() -> {});
        ScheduledExecutorService view = dispatcher.asScheduledExecutor();
        ReadinessPort port = dispatcher.port();
        dispatcher.close();

        Runnable nothing = () -> {};
        for (Executable each : List.<Executable>of(
                () -> dispatcher.execute(nothing),
                () -> dispatcher.schedule(0, nothing),
                () -> dispatcher.schedule(Long.MAX_VALUE, nothing),
                () -> timer.schedule(0),
                () -> timer.schedule(Long.MIN_VALUE),
                () -> dispatcher.timer(nothing).schedule(1),
                () -> view.execute(nothing),
                () -> view.submit(nothing),
                () -> view.schedule(nothing, 1, TimeUnit.SECONDS),
                () -> view.scheduleAtFixedRate(nothing, 1, 1, TimeUnit.SECONDS),
                () -> dispatcher.asScheduledExecutor().schedule(nothing, 0, TimeUnit.SECONDS))) {
            assertThrows(RejectedExecutionException.class, each);
        }
        StreamSocket other = (StreamSocket) registration.source();
        for (Executable each : List.<Executable>of(
                () -> dispatcher.runOnce(0),
                () -> dispatcher.listen(loopback(), socket -> {}),
                () -> dispatcher.openListener(),
                () -> dispatcher.openListener(StandardProtocolFamily.INET),
                () -> dispatcher.openUdpSocket(),
                () -> dispatcher.connect(peer.getLocalAddress(), (socket, failure) -> {}),
                () -> dispatcher.connect(peer.getLocalAddress(), 1, (socket, failure) -> {}),
                () -> dispatcher.openFile(Path.of("nowhere")),
                () -> dispatcher.register(other, Interest.READ, (current, readiness) -> {}),
                () -> dispatcher.register(opened(unblocked()), Interest.READ, TriggerMode.LEVEL, (c, readiness) -> {}),
                () -> port.poll(0),
                () -> port.connect(loopback()),
                () -> port.openUdpSocket(StandardProtocolFamily.INET))) {
            assertThrows(ClosedChannelException.class, each);
        }
        assertThrows(IllegalStateException.class, () -> registration.modify(Interest.READ));
        assertThrows(IllegalStateException.class, () -> registration.pause());

        dispatcher.close();
        dispatcher.stop();
        dispatcher.wakeup();
        dispatcher.run();
        registration.close();
        listener.close();
        assertFalse(timer.cancel());
        assertFalse(timer.isScheduled());
        assertTrue(dispatcher.isClosed());
        assertTrue(dispatcher.awaitClosed(0));
        assertFalse(registration.isOpen());
        assertEquals(0, dispatcher.sourceCount());
        assertEquals(0, dispatcher.counters().scheduledTimers());
        assertTrue(dispatcher.toString().contains("closed"));
        assertTrue(dispatcher.describe().contains(backend.toString()));
        assertEquals(backend, dispatcher.backend());
        assertTrue(view.isShutdown());
        assertNoReports();
    }

    private static SocketChannel unblocked() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        return channel;
    }

    @Test
    void noTimerIsScheduledAnyMore() {
        List<LoopTimer> timers = new ArrayList<>();
        AtomicInteger ran = new AtomicInteger();
        for (long delayNanos : new long[] {Long.MIN_VALUE, 0, 1, MILLI, 1000 * MILLI, Long.MAX_VALUE}) {
            timers.add(dispatcher.schedule(delayNanos, ran::incrementAndGet));
        }
        assertTrue(timers.stream().allMatch(LoopTimer::isScheduled));
        dispatcher.close();
        assertFalse(timers.stream().anyMatch(LoopTimer::isScheduled));
        assertFalse(timers.stream().anyMatch(LoopTimer::cancel));
        assertEquals(0, ran.get());
    }

    /** A server's callbacks put off their idle timers in the last turn, too: that is no failure to be told. */
    @Test
    void inTheLastTurnTimersAreTaken() throws Exception {
        start();
        CountDownLatch within = new CountDownLatch(1);
        LoopTimer timer = dispatcher.timer(() -> {});
        dispatcher.execute(() -> {
            within.countDown();
            Await.until("another thread closes", dispatcher::isClosed);
            timer.schedule(MILLI);
        });
        await(within);
        dispatcher.close();
        assertFalse(timer.isScheduled());
        assertNoReports();
    }

    /** The last tasks are run by the thread that closes. */
    @Test
    void theLastTasksMaySchedule() {
        LoopTimer timer = dispatcher.timer(() -> {});
        dispatcher.execute(() -> timer.schedule(0));
        dispatcher.close();
        assertFalse(timer.isScheduled());
        assertNoReports();
    }

    /** Each schedule is refused, or its timer is not scheduled in the end. */
    @Test
    void schedulingWhileItCloses() throws Exception {
        for (int round = 0; round < 200; round++) {
            ReadinessDispatcher each =
                    opened(ReadinessDispatcher.builder().backend(backend).open());
            List<LoopTimer> timers = new ArrayList<>();
            CountDownLatch begun = new CountDownLatch(1);
            Background loop = Background.run(each::run);
            Background schedules = Background.run(() -> {
                try {
                    while (true) {
                        timers.add(each.schedule(timers.size() * 1_000L, () -> {}));
                        begun.countDown();
                    }
                } catch (RejectedExecutionException e) {
                    return; // as it is to be
                }
            });
            await(begun);
            each.close();
            schedules.close();
            loop.close();
            assertFalse(timers.stream().anyMatch(LoopTimer::isScheduled));
            assertEquals(0, each.counters().scheduledTimers());
        }
    }
}
