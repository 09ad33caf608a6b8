package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Connection;
import dev.pollux.Recorder;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What is reported, when, how often. */
abstract class ReadinessContract extends PortContract {
    ReadinessContract(Backend backend) {
        super(backend);
    }

    @Test
    void levelRepeatsUntilDrained() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        register(c.socket(), Interest.READ, recorder);
        pollForNothing();
        assertEquals(0, recorder.count());
        c.peerSends("hello");
        pollUntilCount(recorder, 1);
        assertEquals(1, port.poll(0));
        assertEquals(1, port.poll(FOR_EVER));
        assertEquals(3, recorder.count());
        assertEquals(5, c.drain());
        pollForNothing();
        assertEquals(3, recorder.count());
    }

    @Test
    void edgeFiresOnceAndAgainOnNewData() throws Exception {
        assumeSupported(TriggerMode.EDGE);
        Connection c = connection();
        Recorder recorder = new Recorder();
        port.register(c.socket(), Interest.READ, TriggerMode.EDGE, recorder);
        c.peerSends("a");
        pollUntilCount(recorder, 1);
        pollForNothing();
        assertEquals(1, recorder.count());
        c.peerSends("b"); // without a drain
        pollUntilCount(recorder, 2);
        pollForNothing();
        assertEquals(2, recorder.count());
        assertEquals(2, c.drain());
    }

    @Test
    void edgeReportsWhatWasReadyWhenAdded() throws Exception {
        assumeSupported(TriggerMode.EDGE);
        Connection c = connection();
        c.peerSends("a");
        Recorder recorder = new Recorder();
        port.register(c.socket(), Interest.READ_WRITE, TriggerMode.EDGE, recorder);
        pollUntilCount(recorder, 1);
        assertTrue(recorder.last().isReadable() && recorder.last().isWritable(), recorder::toString);
        pollForNothing();
        assertEquals(1, recorder.count());
    }

    /** A change told to the kernel would report the edge again. */
    @Test
    void changesThatCancelOutAreNotTold() throws Exception {
        assumeSupported(TriggerMode.EDGE);
        Connection c = connection();
        c.peerSends("a");
        Recorder recorder = new Recorder();
        Registration registration = port.register(c.socket(), Interest.READ, TriggerMode.EDGE, recorder);
        pollUntilCount(recorder, 1);
        registration.modify(Interest.NONE);
        registration.modify(Interest.READ);
        pollForNothing();
        assertEquals(1, recorder.count());
        registration.modify(Interest.NONE);
        port.poll(0);
        registration.modify(Interest.READ);
        pollUntilCount(recorder, 2);
    }

    @Test
    void oneshotReportsOnceUntilArmed() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        Registration registration = port.register(c.socket(), Interest.READ, TriggerMode.ONESHOT, recorder);
        c.peerSends("a");
        pollUntilCount(recorder, 1);
        c.peerSends("b");
        c.peer().shutdownOutput(); // a hang-up is silenced, too
        pollForNothing();
        assertWaitsInFull();
        assertEquals(1, recorder.count());
        registration.rearm(); // what is pending is reported
        pollUntilCount(recorder, 2);
        pollForNothing();
        assertEquals(2, recorder.count());
        registration.modify(Interest.WRITE);
        pollUntilCount(recorder, 3);
        assertTrue(recorder.last().isWritable() && !recorder.last().isReadable(), recorder::toString);
    }

    @Test
    void oneshotArmedInItsCallbackReportsAgain() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder().then((registration, readiness) -> registration.rearm());
        port.register(c.socket(), Interest.READ, TriggerMode.ONESHOT, recorder);
        c.peerSends("a");
        pollUntilCount(recorder, 3);
        assertEquals(1, c.drain());
        int before = recorder.count();
        pollForNothing();
        assertEquals(before, recorder.count());
    }

    @Test
    void oneshotIsSilentAgainAfterAPause() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        Registration registration = port.register(c.socket(), Interest.READ, TriggerMode.ONESHOT, recorder);
        registration.modify(Interest.NONE);
        c.peerSends("a");
        pollForNothing();
        assertEquals(0, recorder.count());
        registration.modify(Interest.READ);
        pollUntilCount(recorder, 1);
        pollForNothing();
        assertEquals(1, recorder.count());
    }

    @Test
    void exclusiveReportsAsLevelDoes() throws Exception {
        assumeSupported(TriggerMode.EXCLUSIVE);
        Connection c = connection();
        Recorder recorder = new Recorder();
        Registration registration = port.register(c.socket(), Interest.READ, TriggerMode.EXCLUSIVE, recorder);
        c.peerSends("a");
        pollUntilCount(recorder, 2);
        UnsupportedOperationException refusal =
                assertThrows(UnsupportedOperationException.class, () -> registration.modify(Interest.WRITE));
        assertTrue(refusal.getMessage().contains("EXCLUSIVE"), refusal::getMessage);
        registration.close();
        pollForNothing();
        assertTrue(port.register(c.socket(), Interest.READ, TriggerMode.EXCLUSIVE, recorder)
                .isOpen());
    }

    @Test
    void whatTheBackendCannotHaveIsRefused() throws Exception {
        Connection c = connection();
        for (TriggerMode mode : TriggerMode.values()) {
            if (port.supports(mode)) {
                port.register(c.socket(), Interest.READ, mode, new Recorder()).close();
            } else {
                UnsupportedOperationException refusal = assertThrows(
                        UnsupportedOperationException.class,
                        () -> port.register(c.socket(), Interest.READ, mode, new Recorder()));
                assertTrue(refusal.getMessage().contains(mode.toString()), refusal::getMessage);
                assertTrue(refusal.getMessage().contains(backend.toString()), refusal::getMessage);
            }
        }
        boolean epoll = backend == Backend.EPOLL;
        assertTrue(port.supports(TriggerMode.LEVEL) && port.supports(TriggerMode.ONESHOT));
        assertEquals(epoll, port.supports(TriggerMode.EDGE));
        assertEquals(epoll, port.supports(TriggerMode.EXCLUSIVE));
        if (!epoll) {
            assertThrows(
                    UnsupportedOperationException.class, () -> register(c.socket(), Interest.PRIORITY, new Recorder()));
            Registration registration = register(c.socket(), Interest.READ, new Recorder());
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> registration.modify(Interest.READ.with(Interest.PRIORITY)));
            assertEquals(Interest.READ, registration.interest());
        }
    }

    @Test
    void inAndOutComeInOneEvent() throws Exception {
        Connection c = connection();
        c.peerSends("x");
        Recorder recorder = new Recorder();
        register(c.socket(), Interest.READ_WRITE, recorder);
        pollUntil("readable", () -> recorder.count() > 0 && recorder.last().isReadable());
        assertTrue(recorder.last().isWritable(), recorder::toString);
    }

    @Test
    void interestIsRespected() throws Exception {
        Connection c = connection();
        c.peerSends("x");
        Recorder recorder = new Recorder();
        Registration registration = register(c.socket(), Interest.WRITE, recorder);
        pollUntilCount(recorder, 2);
        assertFalse(recorder.last().isReadable(), recorder::toString);
        registration.modify(Interest.READ);
        port.poll(0);
        pollUntil("readable", () -> recorder.last().isReadable());
        assertFalse(recorder.last().isWritable(), recorder::toString);
        registration.modify(Interest.NONE);
        int before = recorder.count();
        pollForNothing();
        assertEquals(before, recorder.count());
    }

    @Test
    void fullSendBufferStopsWritabilityAndBringsItBack() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        Registration registration = register(c.socket(), Interest.WRITE, recorder);
        pollUntilCount(recorder, 1);
        long[] sent = {c.fill()};
        // The peer's system takes some more: until it does not.
        Await.until("the buffers are full", () -> {
            sent[0] += c.fill();
            return port.poll(MOMENT_NANOS) == 0;
        });
        int before = recorder.count();
        pollForNothing();
        assertEquals(before, recorder.count());
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        for (long read = 0; read < sent[0]; ) {
            read += c.peer().read(buffer.clear());
        }
        pollUntilCount(recorder, before + 1);
        assertTrue(recorder.last().isWritable());
        assertTrue(c.fill() > 0);
        registration.close();
    }

    @Test
    void writableAfterConnect() throws Exception {
        StreamSocket socket = opened(port.connect(listener.localAddress()));
        Recorder recorder = new Recorder();
        Registration registration = register(socket, Interest.WRITE, recorder);
        pollUntilCount(recorder, 1);
        assertTrue(recorder.last().isWritable() && !recorder.last().isError(), recorder::toString);
        assertTrue(socket.finishConnect());
        assertEquals(
                listener.localInetAddress().getPort(),
                socket.remoteInetAddress().getPort());
        pollUntilCount(recorder, 2); // a connected socket is writable
        assertTrue(recorder.last().isWritable(), recorder::toString);
        registration.close();
    }

    @Test
    void oneshotConnectIsReportedOnce() throws Exception {
        StreamSocket socket = opened(port.connect(listener.localAddress()));
        Recorder recorder = new Recorder().then((registration, readiness) -> socket.finishConnect());
        Registration registration = port.register(socket, Interest.WRITE, TriggerMode.ONESHOT, recorder);
        pollUntilCount(recorder, 1);
        pollForNothing();
        assertEquals(1, recorder.count()); // finishConnect does not arm it
        registration.rearm();
        pollUntilCount(recorder, 2);
    }

    @Test
    void acceptableListenerIsReadable() throws Exception {
        Recorder recorder = new Recorder();
        register(listener, Interest.READ, recorder);
        pollForNothing();
        assertEquals(0, recorder.count());
        opened(java.nio.channels.SocketChannel.open(listener.localAddress()));
        pollUntilCount(recorder, 2); // level: until it is accepted
        assertTrue(recorder.last().isReadable());
        opened(listener.accept());
        int before = recorder.count();
        pollForNothing();
        assertEquals(before, recorder.count());
    }

    @Test
    void priorityIsOutOfBandData() throws Exception {
        assumeTrue(backend == Backend.EPOLL, "interest PRIORITY can't be had on backend nio");
        Connection c = connection();
        Recorder recorder = new Recorder();
        register(c.socket(), Interest.PRIORITY, recorder);
        c.peerSends("x");
        pollForNothing();
        assertEquals(0, recorder.count());
        c.peer().socket().sendUrgentData('!');
        pollUntilCount(recorder, 1);
        assertTrue(recorder.last().isPriority() && !recorder.last().isReadable(), recorder::toString);
    }

    @Test
    void manyConnectionsEachGetTheirOwn() throws Exception {
        int n = 20;
        Recorder[] recorders = new Recorder[n];
        Connection[] connections = new Connection[n];
        for (int i = 0; i < n; i++) {
            Connection c = connections[i] = connection();
            recorders[i] = new Recorder().then((registration, readiness) -> c.drain());
            register(c.socket(), Interest.READ, recorders[i]);
        }
        for (int i = 0; i < n; i += 2) {
            connections[i].peerSends("x");
        }
        for (int i = 0; i < n; i += 2) {
            pollUntilCount(recorders[i], 1);
        }
        pollForNothing();
        for (int i = 0; i < n; i++) {
            assertEquals(i % 2 == 0 ? 1 : 0, recorders[i].count(), "connection " + i);
        }
    }

    final void assumeSupported(TriggerMode mode) {
        assumeTrue(port.supports(mode), "trigger mode " + mode + " can't be had on backend " + backend);
    }
}
