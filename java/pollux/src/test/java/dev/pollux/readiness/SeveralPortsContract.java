package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.Connection;
import dev.pollux.Recorder;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One source with several ports, registrations that move from one to another, and such as pause. */
abstract class SeveralPortsContract extends PortContract {
    private ReadinessPort other;

    SeveralPortsContract(Backend backend) {
        super(backend);
    }

    @BeforeEach
    final void openOther() throws IOException {
        other = opened(ReadinessPort.open(backend));
        other.errorHandler(unexpected);
    }

    private void otherUntilCount(Recorder recorder, int count) {
        Await.until(count + " events there", () -> recorder.count() >= count, () -> {
            other.poll(MOMENT_NANOS);
            unexpected.assertNone();
        });
    }

    private void otherForNothing() throws IOException {
        for (int i = 0; i < 3; i++) {
            other.poll(0);
        }
        other.poll(MOMENT_NANOS);
    }

    @Test
    void eachPortReportsTheSameListener() throws Exception {
        Recorder here = new Recorder();
        Recorder there = new Recorder();
        Registration first = register(listener, Interest.READ, here);
        Registration second = other.register(listener, Interest.READ, TriggerMode.LEVEL, there);
        assertThrows(IllegalStateException.class, () -> register(listener, Interest.READ, new Recorder()));
        opened(java.nio.channels.SocketChannel.open(listener.localAddress()));
        pollUntilCount(here, 1);
        otherUntilCount(there, 1);
        first.close();
        assertTrue(second.isOpen());
        pollForNothing();
        assertEquals(1, here.count());
        otherUntilCount(there, 2);
        assertEquals(List.of(second), Inside.of(other).registrations());
    }

    @Test
    void closingTheSourceClosesAll() throws Exception {
        Registration[] all = new Registration[5];
        for (int i = 0; i < all.length; i++) {
            all[i] = opened(ReadinessPort.open(backend))
                    .register(listener, Interest.READ, TriggerMode.LEVEL, new Recorder());
        }
        all[2].close(); // from the middle of the list
        listener.close();
        for (Registration each : all) {
            assertFalse(each.isOpen());
            assertEquals(List.of(), Inside.of(each).port.registrations());
        }
        assertNull(Inside.of(listener).registration);
    }

    @Test
    void oneExclusiveListenerWakesFew() throws Exception {
        assumeTrue(port.supports(TriggerMode.EXCLUSIVE), "trigger mode EXCLUSIVE can't be had on backend " + backend);
        port.register(listener, Interest.READ, TriggerMode.EXCLUSIVE, new Recorder());
        Recorder there = new Recorder();
        Registration second = other.register(listener, Interest.READ, TriggerMode.EXCLUSIVE, there);
        opened(java.nio.channels.SocketChannel.open(listener.localAddress()));
        otherUntilCount(there, 1); // though nobody polls the first
        second.close();
        assertEquals(1, port.poll(FOR_EVER));
    }

    @Test
    void closingOneDispatcherLeavesWhatAnotherHasToo() throws Exception {
        Connection c = connection();
        register(c.socket(), Interest.READ, new Recorder());
        Recorder there = new Recorder();
        other.register(c.socket(), Interest.READ, TriggerMode.LEVEL, there);
        Inside.of(port).closeWithSources(null);
        assertTrue(c.socket().isOpen());
        c.peerSends("x");
        otherUntilCount(there, 1);
        Inside.of(other).closeWithSources(null);
        assertFalse(c.socket().isOpen());
    }

    @Test
    void movesWithAllThatItIs() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        Registration registration = port.register(c.socket(), Interest.READ, TriggerMode.ONESHOT, recorder);
        registration.attach("session");
        registration.modify(Interest.READ_WRITE);
        Registration moved = registration.moveTo(other);
        assertFalse(registration.isOpen());
        assertThrows(IllegalStateException.class, () -> registration.modify(Interest.READ));
        assertThrows(IllegalStateException.class, () -> registration.moveTo(other));
        assertSame(c.socket(), moved.source());
        assertSame(Interest.READ_WRITE, moved.interest());
        assertSame(TriggerMode.ONESHOT, moved.triggerMode());
        assertEquals("session", moved.attachment());
        assertSame(moved, moved.moveTo(other));
        pollForNothing();
        assertEquals(0, recorder.count());
        otherUntilCount(recorder, 1);
        assertTrue(recorder.last().isWritable());
        assertEquals(List.of(), Inside.of(port).registrations());
        assertEquals(List.of(moved), Inside.of(other).registrations());
        Registration back = moved.moveTo(port).moveTo(other);
        assertSame(back, Inside.of(c.socket()).registration);
        assertNull(Inside.of(back).nextOfSource);
    }

    /** What became ready before the move, and was not reported, is reported after it; in every mode. */
    @Test
    void movingLosesNoReadiness() throws Exception {
        for (TriggerMode mode : TriggerMode.values()) {
            if (!port.supports(mode)) {
                continue;
            }
            Connection c = connection();
            Recorder recorder = new Recorder();
            Registration registration = port.register(c.socket(), Interest.READ, mode, recorder);
            c.peerSends("x");
            pollUntil("it has come", () -> recorder.count() > 0);
            if (mode == TriggerMode.ONESHOT) {
                registration.rearm(); // not applied yet
            }
            int before = recorder.count();
            Registration moved = registration.moveTo(other);
            pollForNothing();
            assertEquals(before, recorder.count(), mode.toString());
            otherUntilCount(recorder, before + 1);
            moved.close();
        }
    }

    /** An event of the batch that is being delivered is not delivered here after the move. */
    @Test
    void movingInACallbackDropsItsEventOfTheBatch() throws Exception {
        Registration[] both = new Registration[2];
        Recorder[] recorders = new Recorder[2];
        for (int i = 0; i < 2; i++) {
            int its = i;
            Connection c = connection();
            recorders[i] = new Recorder().then((registration, readiness) -> {
                if (Inside.of(both[its]).port == port) {
                    both[1 - its] = both[1 - its].moveTo(other);
                }
            });
            both[i] = register(c.socket(), Interest.WRITE, recorders[i]);
        }
        assertEquals(1, port.poll(FOR_EVER));
        int moved = Inside.of(both[0]).port == other ? 0 : 1;
        assertEquals(0, recorders[moved].count());
        otherUntilCount(recorders[moved], 1);
        assertEquals(1, recorders[1 - moved].count());
    }

    /** A one-shot registration that has fired stays silent, also of a hang-up, until it is armed. */
    @Test
    void aSpentOneshotIsSilentAfterTheMove() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        Registration registration = port.register(c.socket(), Interest.READ, TriggerMode.ONESHOT, recorder);
        c.peerSends("x");
        pollUntilCount(recorder, 1);
        c.peerResets();
        Registration moved = registration.moveTo(other);
        otherForNothing();
        assertEquals(1, recorder.count());
        moved.pause();
        otherForNothing();
        moved.resume(); // does not arm it
        otherForNothing();
        long startNanos = System.nanoTime();
        assertEquals(0, other.poll(5 * MOMENT_NANOS));
        assertTrue(System.nanoTime() - startNanos >= 5 * MOMENT_NANOS, "the wait ended early: it would spin");
        assertEquals(1, recorder.count());
        moved.rearm();
        otherUntilCount(recorder, 2);
        otherForNothing();
        assertEquals(2, recorder.count());
    }

    @Test
    void aPausedOneMovesPaused() throws Exception {
        for (TriggerMode mode : TriggerMode.values()) {
            if (!port.supports(mode)) {
                continue;
            }
            Connection c = connection();
            Recorder recorder = new Recorder();
            Registration registration = port.register(c.socket(), Interest.READ, mode, recorder);
            registration.pause();
            Registration moved = registration.moveTo(other);
            assertTrue(moved.isPaused());
            c.peerSends("x");
            otherForNothing();
            assertEquals(0, recorder.count(), mode.toString());
            moved.resume();
            otherUntilCount(recorder, 1);
            moved.close();
        }
    }

    @Test
    void aMoveThatFailsLeavesItAsItWas() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        Registration registration = register(c.socket(), Interest.READ, recorder);
        assertThrows(NullPointerException.class, () -> registration.moveTo(null));
        Registration there = other.register(c.socket(), Interest.READ, TriggerMode.LEVEL, new Recorder());
        assertThrows(IllegalStateException.class, () -> registration.moveTo(other));
        there.close();
        other.close();
        assertThrows(ClosedChannelException.class, () -> registration.moveTo(other));
        assertTrue(registration.isOpen());
        assertSame(registration, Inside.of(c.socket()).registration);
        c.peerSends("x");
        pollUntilCount(recorder, 1);
    }

    @Test
    void movedByAnotherThreadIsRefused() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        Registration registration = register(c.socket(), Interest.READ, recorder);
        try (Background loop = Background.run(() -> {
            while (recorder.count() == 0) {
                port.poll(FOR_EVER);
            }
        })) {
            loop.awaitBlocked();
            IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> registration.moveTo(other));
            assertTrue(refusal.getMessage().contains(loop.thread().getName()), refusal::getMessage);
            assertTrue(registration.isOpen());
            c.peerSends("x");
        }
        assertTrue(registration.moveTo(other).isOpen()); // the thread that polled has ended
    }

    /** The target is waiting: it takes the new registration up at once. */
    @Test
    void movesToAPortThatWaits() throws Exception {
        Connection c = connection();
        c.peerSends("x");
        Recorder recorder = new Recorder();
        Registration registration = register(c.socket(), Interest.READ, recorder);
        try (Background loop = Background.run(() -> {
            while (recorder.count() == 0) {
                other.poll(FOR_EVER);
            }
        })) {
            loop.awaitBlocked();
            registration.moveTo(other);
        }
    }

    @Test
    void pausedReportsNothingAndKeepsItsInterest() throws Exception {
        for (TriggerMode mode : TriggerMode.values()) {
            if (!port.supports(mode)) {
                continue;
            }
            Connection c = connection();
            Recorder recorder = new Recorder();
            Registration registration = port.register(c.socket(), Interest.READ, mode, recorder);
            c.peerSends("x");
            registration.pause();
            registration.pause();
            assertTrue(registration.isPaused());
            assertTrue(registration.toString().contains("paused"), registration::toString);
            pollForNothing();
            assertEquals(0, recorder.count(), mode.toString());
            assertSame(Interest.READ, registration.interest());
            registration.resume();
            registration.resume();
            pollUntilCount(recorder, 1);
            registration.pause();
            c.peerResets();
            int before = recorder.count();
            pollForNothing();
            assertWaitsInFull(); // a hang-up does not spin the loop
            assertEquals(before, recorder.count(), mode.toString());
            registration.close();
            assertThrows(IllegalStateException.class, registration::pause);
            assertThrows(IllegalStateException.class, registration::resume);
        }
    }

    @Test
    void modifiedWhilePausedStaysPaused() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        Registration registration = register(c.socket(), Interest.READ, recorder);
        registration.pause();
        registration.modify(Interest.WRITE);
        pollForNothing();
        assertEquals(0, recorder.count());
        registration.resume();
        pollUntilCount(recorder, 1);
        assertTrue(recorder.last().isWritable());
    }

    /** Pause and resume within one batch: the edge that was dropped between them is told again. */
    @Test
    void resumedInTheBatchThatDroppedItReportsAgain() throws Exception {
        for (TriggerMode mode : TriggerMode.values()) {
            if (!port.supports(mode) || mode == TriggerMode.EXCLUSIVE) {
                continue;
            }
            Registration[] all = new Registration[3];
            Recorder[] recorders = new Recorder[3];
            boolean[] first = {true};
            for (int i = 0; i < 3; i++) {
                int its = i;
                Connection c = connection();
                recorders[i] = new Recorder().then((registration, readiness) -> {
                    if (first[0]) { // the first pauses the others, of which the last is resumed by the next poll
                        first[0] = false;
                        for (Registration each : all) {
                            if (each != all[its]) {
                                each.pause();
                            }
                        }
                    }
                });
                all[i] = port.register(c.socket(), Interest.WRITE, mode, recorders[i]);
            }
            assertEquals(1, port.poll(FOR_EVER), mode.toString());
            for (int i = 0; i < 3; i++) {
                all[i].resume();
            }
            for (Recorder each : recorders) {
                pollUntilCount(each, 1);
            }
            for (Registration each : all) {
                each.source().close();
            }
        }
    }
}
