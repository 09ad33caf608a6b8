package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.Connection;
import dev.pollux.NotOnWine;
import dev.pollux.Recorder;
import dev.pollux.dispatcher.DispatcherContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Bugs that bit others, and bugs that bit us: each by its name. */
abstract class RegressionContract extends PortContract {
    RegressionContract(Backend backend) {
        super(backend);
    }

    @Test
    void aTaskQueuedJustAsTheLoopGoesToSleep() throws Exception {
        ReadinessDispatcher dispatcher =
                opened(ReadinessDispatcher.builder().backend(backend).open());
        Background loop = Background.run(dispatcher::run);
        for (int i = 0; i < 20_000; i++) {
            CountDownLatch ran = new CountDownLatch(1);
            for (int spins = i % 500; spins > 0; spins--) { // every moment of a turn
                Thread.onSpinWait();
            }
            dispatcher.execute(ran::countDown);
            DispatcherContract.await(ran);
        }
        dispatcher.stop();
        loop.close();
    }

    @Test
    @NotOnWine(value = NotOnWine.RESET, until = 10)
    void theHundredPercentLoopAfterAPeersReset() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder().then((registration, readiness) -> {
            assertThrows(IOException.class, () -> c.socket().read(ByteBuffer.allocate(1)));
            registration.source().close();
        });
        register(c.socket(), Interest.READ, recorder);
        c.peerResets();
        pollUntilCount(recorder, 1);
        assertWaitsInFull();
        assertEquals(1, recorder.count());
    }

    @Test
    @NotOnWine(value = NotOnWine.RESET, until = 10)
    void theResetOfAPausedRegistrationSpinsNot() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        Registration registration = register(c.socket(), Interest.READ, recorder);
        registration.modify(Interest.NONE);
        port.poll(0);
        c.peerResets();
        pollForNothing();
        assertWaitsInFull();
        assertEquals(0, recorder.count());
        registration.modify(Interest.READ);
        pollUntilCount(recorder, 1); // and then it is told
        assertTrue(recorder.last().isReadable());
        assertThrows(IOException.class, () -> c.socket().read(ByteBuffer.allocate(1)));
    }

    @Test
    void maskZeroStillReportsHupAndErr() throws Exception {
        for (TriggerMode mode : new TriggerMode[] {TriggerMode.LEVEL, TriggerMode.ONESHOT, TriggerMode.EDGE}) {
            if (!port.supports(mode)) {
                continue;
            }
            Connection c = connection();
            Recorder recorder = new Recorder();
            Registration registration = port.register(c.socket(), Interest.NONE, mode, recorder);
            c.peerSends("x");
            c.peer().close();
            c.socket().shutdownOutput(); // both directions: HUP
            pollForNothing();
            assertWaitsInFull();
            assertEquals(0, recorder.count(), mode::toString);
            registration.modify(Interest.READ);
            pollUntilCount(recorder, 1);
            registration.close();
        }
    }

    @Test
    void theEndlessRdhupLoop() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder().then((registration, readiness) -> {
            ByteBuffer buffer = ByteBuffer.allocate(8);
            if (c.socket().read(buffer) < 0) {
                // The reading is over; the writing goes on.
                registration.modify(registration.interest().without(Interest.READ));
            }
        });
        register(c.socket(), Interest.READ, recorder);
        c.peer().shutdownOutput();
        pollUntilCount(recorder, 1);
        port.poll(0);
        int before = recorder.count();
        pollForNothing();
        assertWaitsInFull();
        assertEquals(before, recorder.count());
        assertEquals(1, c.socket().write(ByteBuffer.allocate(1)));
    }

    @Test
    void dataLostAtRdhup() throws Exception {
        for (TriggerMode mode : new TriggerMode[] {TriggerMode.LEVEL, TriggerMode.EDGE}) {
            if (!port.supports(mode)) {
                continue;
            }
            Connection c = connection();
            c.peerSends("a".repeat(100_000));
            c.peer().close();
            int[] got = new int[1];
            port.register(c.socket(), Interest.READ, mode, (registration, readiness) -> {
                ByteBuffer buffer = ByteBuffer.allocate(1000);
                int n;
                while ((n = c.socket().read(buffer.clear())) > 0) {
                    got[0] += n;
                }
                if (n < 0) {
                    c.socket().close();
                }
            });
            pollUntil("the end of the stream", () -> !c.socket().isOpen());
            assertEquals(100_000, got[0]);
        }
    }

    @Test
    void descriptorReuseAfterClose() throws Exception {
        for (int i = 0; i < 20; i++) {
            Connection first = connection();
            Recorder stale = new Recorder();
            register(first.socket(), Interest.READ, stale);
            first.peerSends("x");
            first.socket().close();
            port.poll(0);
            Connection second = connection(); // mostly with the same descriptor
            Recorder fresh = new Recorder();
            register(second.socket(), Interest.READ, fresh);
            port.poll(0);
            port.poll(0);
            assertEquals(0, stale.count());
            assertEquals(0, fresh.count());
            second.peerSends("y");
            pollUntilCount(fresh, 1);
            second.socket().close();
        }
    }

    /** Paused by a callback of the same batch, resumed before the next wait: the changes cancel out, the event is gone. */
    @Test
    void anEdgeLostBetweenAPauseAndAResumeThatCancelOut() throws Exception {
        assumeTrue(port.supports(TriggerMode.EDGE), "trigger mode EDGE can't be had on backend " + backend);
        Registration[] both = new Registration[2];
        Recorder[] recorders = new Recorder[2];
        for (int i = 0; i < 2; i++) {
            int other = 1 - i;
            recorders[i] = new Recorder().then((registration, readiness) -> {
                if (recorders[other].count() == 0) {
                    both[other].modify(Interest.NONE);
                }
            });
            both[i] = port.register(connection().socket(), Interest.WRITE, TriggerMode.EDGE, recorders[i]);
        }
        assertEquals(1, port.poll(FOR_EVER));
        int paused = recorders[0].count() == 0 ? 0 : 1;
        both[paused].modify(Interest.WRITE);
        pollUntilCount(recorders[paused], 1);
    }

    /** Hang-ups can't be masked: a registration for priority data alone would spin, with nobody told. */
    @Test
    void aHangUpThatNobodyListensTo() throws Exception {
        assumeTrue(backend == Backend.EPOLL, "interest PRIORITY can't be had on backend nio");
        Connection c = connection();
        Recorder recorder = new Recorder();
        register(c.socket(), Interest.PRIORITY, recorder);
        c.peerResets();
        pollUntilCount(recorder, 1);
        assertTrue(recorder.last().isHangUp() && recorder.last().isError(), recorder::toString);
        assertFalse(recorder.last().isPriority(), recorder::toString);
    }

    /** Two threads polling in turns: the first may change interests while the second applies them. */
    @Test
    void changesByAThreadThatPolledBefore() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        Registration registration = register(c.socket(), Interest.NONE, recorder);
        port.poll(0); // this thread was the polling thread
        try (Background loop = Background.run(() -> {
            while (recorder.count() == 0) {
                port.poll(FOR_EVER);
            }
        })) {
            loop.awaitBlocked();
            registration.modify(Interest.WRITE);
        }
        assertEquals(1, recorder.count());
    }
}
