package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.Connection;
import dev.pollux.Recorder;
import dev.pollux.internal.loop.LoopCounters;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

/** Registering, modifying and closing registrations, on the polling thread and on others. */
abstract class RegistrationContract extends PortContract {
    RegistrationContract(Backend backend) {
        super(backend);
    }

    @Test
    void tellsWhatItWasMadeOf() throws Exception {
        Connection c = connection();
        Registration registration = port.register(c.socket(), Interest.READ, TriggerMode.ONESHOT, new Recorder());
        assertSame(c.socket(), registration.source());
        assertSame(Interest.READ, registration.interest());
        assertSame(TriggerMode.ONESHOT, registration.triggerMode());
        assertTrue(registration.isOpen());
        assertNull(registration.attachment());
        registration.attach("session");
        assertEquals("session", registration.attachment());
        assertTrue(registration.toString().contains("READ, ONESHOT"), registration::toString);
        registration.close();
        assertTrue(registration.toString().contains("closed"), registration::toString);
    }

    @Test
    void twiceIsRefusedAndTheFirstGoesOn() throws Exception {
        Connection c = connection();
        Recorder first = new Recorder();
        Recorder second = new Recorder();
        register(c.socket(), Interest.READ, first);
        IllegalStateException refusal =
                assertThrows(IllegalStateException.class, () -> register(c.socket(), Interest.READ, second));
        assertTrue(refusal.getMessage().contains("already registered"), refusal::getMessage);
        c.peerSends("x");
        pollUntilCount(first, 1);
        assertEquals(0, second.count());
    }

    @Test
    void closedItCanBeRegisteredWithAnotherPort() throws Exception {
        Connection c = connection();
        ReadinessPort other = opened(ReadinessPort.open(backend));
        Recorder here = new Recorder();
        Recorder there = new Recorder();
        register(c.socket(), Interest.READ, here).close();
        other.register(c.socket(), Interest.READ, TriggerMode.LEVEL, there);
        c.peerSends("x");
        Await.until("the other port reports it", () -> there.count() > 0, () -> other.poll(MOMENT_NANOS));
        pollForNothing();
        assertEquals(0, here.count());
    }

    @Test
    void closedIsNotModified() throws Exception {
        Connection c = connection();
        Registration registration = register(c.socket(), Interest.READ, new Recorder());
        registration.close();
        assertFalse(registration.isOpen());
        assertThrows(IllegalStateException.class, () -> registration.modify(Interest.WRITE));
        assertThrows(IllegalStateException.class, registration::rearm);
    }

    @Test
    void closingTwiceDoesNothing() throws Exception {
        Connection c = connection();
        Registration first = register(c.socket(), Interest.READ, new Recorder());
        first.close();
        Recorder again = new Recorder();
        Registration second = register(c.socket(), Interest.READ, again);
        first.close(); // not the second
        assertTrue(second.isOpen());
        c.peerSends("x");
        pollUntilCount(again, 1);
    }

    @Test
    void closedReportsNothingAndItsSourceStaysOpen() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        Registration registration = register(c.socket(), Interest.READ, recorder);
        c.peerSends("x");
        registration.close();
        pollForNothing();
        assertEquals(0, recorder.count());
        assertTrue(c.socket().isOpen());
        assertEquals(1, c.drain());
    }

    @Test
    void closingTheSourceClosesIt() throws Exception {
        Connection c = connection();
        Registration registration = register(c.socket(), Interest.READ, new Recorder());
        c.socket().close();
        assertFalse(registration.isOpen());
        assertFalse(c.socket().isOpen());
        c.socket().close();
        assertThrows(IllegalStateException.class, () -> registration.modify(Interest.WRITE));
    }

    @Test
    void closedSourceIsRefused() throws Exception {
        Connection c = connection();
        c.socket().close();
        assertThrows(ClosedChannelException.class, () -> register(c.socket(), Interest.READ, new Recorder()));
        assertEquals(0, Inside.of(port).registrations().size());
        // The port is as it was: the next one works.
        Connection next = connection();
        Recorder recorder = new Recorder();
        register(next.socket(), Interest.READ, recorder);
        next.peerSends("x");
        pollUntilCount(recorder, 1);
    }

    @Test
    void closedPortIsRefused() throws Exception {
        Connection c = connection();
        Registration registration = register(connection().socket(), Interest.READ, new Recorder());
        port.close();
        assertFalse(port.isOpen());
        assertFalse(registration.isOpen());
        assertThrows(ClosedChannelException.class, () -> register(c.socket(), Interest.READ, new Recorder()));
        assertThrows(ClosedChannelException.class, () -> port.poll(0));
        assertThrows(ClosedChannelException.class, () -> port.poll(FOR_EVER));
        port.close();
        // The refusal has left nothing at the socket.
        ReadinessPort other = opened(ReadinessPort.open(backend));
        assertTrue(other.register(c.socket(), Interest.READ, TriggerMode.LEVEL, new Recorder())
                .isOpen());
    }

    @Test
    void anotherBackendsSocketIsRefused() throws Exception {
        if (backend == Backend.NIO) {
            return; // where nio is tested there is no epoll
        }
        ReadinessPort nio = opened(ReadinessPort.open(Backend.NIO));
        Connection theirs = connection(listener(nio));
        Connection ours = connection();
        assertThrows(IllegalArgumentException.class, () -> register(theirs.socket(), Interest.READ, new Recorder()));
        IllegalArgumentException refusal = assertThrows(
                IllegalArgumentException.class,
                () -> nio.register(ours.socket(), Interest.READ, TriggerMode.LEVEL, new Recorder()));
        assertTrue(refusal.getMessage().contains("nio"), refusal::getMessage);
    }

    @Test
    void nullsAreRefused() throws Exception {
        Connection c = connection();
        assertThrows(NullPointerException.class, () -> register(null, Interest.READ, new Recorder()));
        assertThrows(NullPointerException.class, () -> register(c.socket(), null, new Recorder()));
        assertThrows(NullPointerException.class, () -> register(c.socket(), Interest.READ, null));
        assertThrows(NullPointerException.class, () -> port.register(c.socket(), Interest.READ, null, new Recorder()));
        Registration registration = register(c.socket(), Interest.READ, new Recorder());
        assertThrows(NullPointerException.class, () -> registration.modify(null));
        assertSame(Interest.READ, registration.interest());
    }

    @Test
    void failedAddLeavesThePortAsItWas() throws Exception {
        Connection c = connection();
        if (backend == Backend.EPOLL) { // EINVAL by epoll_ctl(2), or refused before
            assertThrows(
                    Exception.class,
                    () -> port.register(
                            c.socket(), Interest.READ.with(Interest.PRIORITY), TriggerMode.EXCLUSIVE, new Recorder()));
        } else {
            assertThrows(
                    UnsupportedOperationException.class, () -> register(c.socket(), Interest.PRIORITY, new Recorder()));
        }
        assertEquals(0, Inside.of(port).registrations().size());
        Recorder recorder = new Recorder();
        register(c.socket(), Interest.READ, recorder);
        c.peerSends("x");
        pollUntilCount(recorder, 1);
        assertEquals(1, Inside.of(port).registrations().size());
    }

    @Test
    void addFromAnotherThreadTakesEffectDuringTheWait() throws Exception {
        Connection c = connection();
        c.peerSends("x");
        Recorder recorder = new Recorder();
        try (Background loop = loopUntil(recorder)) {
            loop.awaitBlocked();
            register(c.socket(), Interest.READ, recorder);
        }
        assertTrue(recorder.last().isReadable());
    }

    @Test
    void modifyFromAnotherThreadTakesEffectDuringTheWait() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        Registration registration = register(c.socket(), Interest.READ, recorder);
        try (Background loop = loopUntil(recorder)) {
            loop.awaitBlocked();
            registration.modify(Interest.READ_WRITE);
        }
        assertTrue(recorder.last().isWritable());
        assertFalse(recorder.last().isReadable());
    }

    @Test
    void manyChangesBeforeAWaitAreOne() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        Registration registration = register(c.socket(), Interest.READ, recorder);
        long saved = Inside.of(port).counters.get(LoopCounters.CONTROL_CALLS_SAVED);
        Background other = Background.run(() -> {
            for (int i = 0; i < 1000; i++) {
                registration.modify(i % 2 == 0 ? Interest.NONE : Interest.WRITE);
            }
        });
        other.close();
        assertEquals(999, Inside.of(port).counters.get(LoopCounters.CONTROL_CALLS_SAVED) - saved);
        pollUntilCount(recorder, 1);
        assertTrue(recorder.last().isWritable());
    }

    @Test
    void closeFromAnotherThreadTakesEffectDuringTheWait() throws Exception {
        Connection c = connection();
        Connection last = connection();
        Recorder closed = new Recorder();
        Recorder recorder = new Recorder();
        Registration registration = register(c.socket(), Interest.READ, closed);
        register(last.socket(), Interest.READ, recorder);
        try (Background loop = loopUntil(recorder)) {
            loop.awaitBlocked();
            registration.close();
            c.peerSends("x");
            last.peerSends("x");
        }
        assertEquals(0, closed.count());
    }

    @Test
    void sourceClosedByAnotherThreadIsGivenBackDuringTheWait() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        register(c.socket(), Interest.READ, new Recorder());
        register(connection().socket(), Interest.NONE, new Recorder());
        try (Background loop = loopUntil(recorder)) {
            loop.awaitBlocked();
            c.socket().close();
            // The peer sees the end although the loop has had no event.
            assertEquals(-1, c.peer().read(java.nio.ByteBuffer.allocate(1)));
            Connection last = connection();
            last.peerSends("x");
            register(last.socket(), Interest.READ, recorder);
        }
    }

    @Test
    void listIsWhatIsOpen() throws Exception {
        Registration a = register(connection().socket(), Interest.READ, new Recorder());
        Registration b = register(connection().socket(), Interest.READ, new Recorder());
        assertEquals(
                java.util.Set.of(a, b), java.util.Set.copyOf(Inside.of(port).registrations()));
        a.close();
        assertEquals(java.util.List.of(b), Inside.of(port).registrations());
        b.source().close();
        assertEquals(java.util.List.of(), Inside.of(port).registrations());
    }

    @Test
    void manyAtOnceGrowTheTable() throws Exception {
        int n = 150; // beyond the first size of the slot table, and of a batch
        Recorder recorder = new Recorder().then((registration, readiness) -> registration.close());
        for (int i = 0; i < n; i++) {
            Connection c = connection();
            register(c.socket(), Interest.WRITE, recorder);
        }
        assertEquals(n, Inside.of(port).registrations().size());
        pollUntilCount(recorder, n);
        pollForNothing();
        assertEquals(n, recorder.count());
        assertEquals(0, Inside.of(port).registrations().size());
    }

    /** Another thread polls, without a limit, until something is recorded. */
    final Background loopUntil(Recorder recorder) {
        return Background.run(() -> {
            while (recorder.count() == 0) {
                port.poll(FOR_EVER);
            }
        });
    }
}
