package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.Connection;
import dev.pollux.ErrorHandler;
import dev.pollux.OnPurpose;
import dev.pollux.Recorder;
import dev.pollux.VacantAddress;
import dev.pollux.internal.loop.LoopCounters;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What callbacks throw, and what the system refuses. */
abstract class ErrorsContract extends PortContract {
    ErrorsContract(Backend backend) {
        super(backend);
    }

    @Test
    void aThrowingCallbackIsReportedWithItsSourceAndTheOthersGoOn() throws Exception {
        List<Object> reported = new ArrayList<>();
        port.errorHandler((source, failure) -> {
            reported.add(source);
            reported.add(failure);
        });
        Exception checked = new Exception("checked");
        Error error = new StackOverflowError("an error");
        StreamSocket first = connection().socket();
        StreamSocket second = connection().socket();
        Recorder good = new Recorder().then((registration, readiness) -> registration.close());
        register(first, Interest.WRITE, (registration, readiness) -> {
            registration.close();
            throw checked;
        });
        register(second, Interest.WRITE, (registration, readiness) -> {
            registration.close();
            throw error;
        });
        register(connection().socket(), Interest.WRITE, good);
        pollUntil("all are called", () -> reported.size() == 4 && good.count() == 1);
        assertSame(checked, reported.get(reported.indexOf(first) + 1));
        assertSame(error, reported.get(reported.indexOf(second) + 1));
        pollForNothing();
        assertEquals(4, reported.size());
    }

    @Test
    void theDefaultHandlerClosesTheSocketAndNotAListener() throws Exception {
        port.errorHandler(ErrorHandler.CLOSE_AND_LOG);
        Connection c = connection();
        Registration registration = register(c.socket(), Interest.WRITE, (r, readiness) -> {
            throw new OnPurpose();
        });
        pollUntil("the socket is closed", () -> !c.socket().isOpen());
        assertFalse(registration.isOpen());
        Recorder recorder = new Recorder().then((r, readiness) -> {
            throw new OnPurpose();
        });
        register(listener, Interest.READ, recorder);
        connectionInBacklog();
        pollUntilCount(recorder, 2);
        assertTrue(listener.isOpen());
    }

    @Test
    void usingWhatTheCallbackHasClosedIsReported() throws Exception {
        List<Throwable> reported = new ArrayList<>();
        port.errorHandler((source, failure) -> reported.add(failure));
        Connection c = connection();
        register(c.socket(), Interest.WRITE, (registration, readiness) -> {
            c.socket().close();
            c.socket().write(java.nio.ByteBuffer.allocate(1)); // ClosedChannelException
        });
        pollUntil("it is reported", () -> !reported.isEmpty());
        assertTrue(reported.get(0) instanceof ClosedChannelException);
        assertEquals(1, reported.size());
    }

    @Test
    void aClosedChannelOfAnothersIsAFailure() throws Exception {
        List<Throwable> reported = new ArrayList<>();
        port.errorHandler((source, failure) -> reported.add(failure));
        register(connection().socket(), Interest.WRITE, (registration, readiness) -> {
            throw new ClosedChannelException();
        });
        pollUntil("it is reported", () -> !reported.isEmpty());
    }

    /** The whole batch is delivered first: an edge or a one-shot event would not come again. */
    @Test
    void whatTheHandlerThrowsEndsNothingAndIsCounted() throws Exception {
        port.errorHandler((source, failure) -> {
            throw new IllegalStateException("on purpose, by a test");
        });
        Recorder[] recorders = new Recorder[3];
        for (int i = 0; i < recorders.length; i++) {
            recorders[i] = new Recorder().then((registration, readiness) -> {
                throw new Exception("each of them");
            });
            port.register(connection().socket(), Interest.WRITE, TriggerMode.ONESHOT, recorders[i]);
        }
        assertEquals(3, port.poll(FOR_EVER));
        for (Recorder recorder : recorders) {
            assertEquals(1, recorder.count());
        }
        assertEquals(3, Inside.of(port).counters.get(LoopCounters.HANDLER_FAILURES));
        pollForNothing();
    }

    @Test
    void reentrantPollIsRefused() throws Exception {
        List<Throwable> refusals = new ArrayList<>();
        register(connection().socket(), Interest.WRITE, (registration, readiness) -> {
            registration.close();
            refusals.add(assertThrows(IllegalStateException.class, () -> port.poll(0)));
        });
        pollUntil("called", () -> !refusals.isEmpty());
        port.poll(0); // and is possible again
    }

    @Test
    void twoThreadsPollingAtOnceIsRefused() throws Exception {
        try (Background loop = Background.run(() -> port.poll(FOR_EVER))) {
            loop.awaitBlocked();
            assertThrows(IllegalStateException.class, () -> port.poll(0));
            port.wakeup();
        }
        port.poll(0); // one after the other they may
    }

    @Test
    void aRefusedConnectNamesTheAddress() throws Exception {
        InetSocketAddress nobody = opened(new VacantAddress()).address();
        StreamSocket socket;
        try {
            socket = opened(port.connect(nobody));
        } catch (ConnectException atOnce) {
            assertTrue(atOnce.getMessage().contains(":" + nobody.getPort()), atOnce::getMessage);
            return;
        }
        Recorder recorder = new Recorder();
        register(socket, Interest.WRITE, recorder);
        pollUntilCount(recorder, 1);
        assertTrue(recorder.last().isWritable());
        ConnectException refusal = assertThrows(ConnectException.class, socket::finishConnect);
        assertTrue(refusal.getMessage().contains(":" + nobody.getPort()), refusal::getMessage);
        assertTrue(refusal.getMessage().contains("refused"), refusal::getMessage);
    }

    @Test
    void anUnresolvedAddressIsRefused() {
        assertThrows(
                UnresolvedAddressException.class,
                () -> port.connect(InetSocketAddress.createUnresolved("nowhere.invalid", 80)));
    }

    @Test
    void anAddressInUseIsABindException() throws Exception {
        StreamListener second = opened(port.openListener());
        assertThrows(java.net.BindException.class, () -> second.bind(listener.localAddress(), 1));
    }

    @Test
    void interruptsEndAWaitAndNothingElse() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        register(c.socket(), Interest.READ, recorder);
        Thread.currentThread().interrupt();
        try {
            port.poll(0);
            assertTrue(port.isOpen());
            assertTrue(c.socket().isOpen());
        } finally {
            assertTrue(Thread.interrupted());
        }
        c.peerSends("x");
        pollUntilCount(recorder, 1);
    }

    private void connectionInBacklog() throws IOException {
        opened(java.nio.channels.SocketChannel.open(listener.localAddress()));
    }
}
