package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Connection;
import dev.pollux.Recorder;
import dev.pollux.linux.LinuxSocketOptions;
import dev.pollux.system.SystemCallException;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What a socket's buffers hold, and the error that is pending; refused by name where the system does not tell. */
abstract class BufferContract extends PortContract {
    BufferContract(Backend backend) {
        super(backend);
    }

    private boolean refused(Capability capability, Await.Action... actions) {
        if (port.capabilities().contains(capability)) {
            return false;
        }
        for (Await.Action action : actions) {
            UnsupportedOperationException refusal = assertThrows(UnsupportedOperationException.class, action::run);
            assertTrue(refusal.getMessage().contains(capability.name()), refusal::getMessage);
        }
        return true;
    }

    @Test
    void whatWaitsIsTold() throws Exception {
        Connection c = connection();
        StreamSocket socket = c.socket();
        if (refused(
                Capability.BUFFERED_BYTES,
                socket::bytesToRead,
                socket::bytesUnsent,
                socket::bytesUnacknowledged,
                listener::bytesToRead)) {
            return;
        }
        assertEquals(0, socket.bytesToRead());
        assertEquals(0, socket.bytesUnacknowledged());
        assertEquals(0, socket.bytesUnsent());
        c.peerSends("hello");
        Await.until("it comes", () -> socket.bytesToRead() == 5);
        assertEquals(5, c.drain());
        assertEquals(0, socket.bytesToRead());
        // The peer reads nothing: its window closes, and the rest waits here.
        long[] sent = {c.fill()};
        Await.until("the window is closed", () -> {
            sent[0] += c.fill();
            return socket.bytesUnsent() > 0 && socket.bytesUnacknowledged() == socket.bytesUnsent();
        });
        assertTrue(socket.bytesUnsent() < sent[0]);
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        for (long read = 0; read < sent[0]; ) {
            read += c.peer().read(buffer.clear());
        }
        Await.until("all is acknowledged", () -> socket.bytesUnacknowledged() == 0 && socket.bytesUnsent() == 0);
        UdpSocket datagrams = opened(port.openUdpSocket());
        datagrams.bind(loopback());
        assertEquals(0, datagrams.bytesToRead());
        datagrams.send(ByteBuffer.allocate(7), datagrams.localAddress());
        datagrams.send(ByteBuffer.allocate(9), datagrams.localAddress());
        Await.until("the next one's length", () -> datagrams.bytesToRead() == 7);
    }

    @Test
    void thePendingErrorIsToldOnce() throws Exception {
        Connection c = connection();
        if (refused(Capability.EVENT_DETAIL, c.socket()::takeError, listener::takeError)) {
            return;
        }
        assertNull(c.socket().takeError());
        assertNull(listener.takeError());
        Recorder recorder = new Recorder();
        register(c.socket(), Interest.READ, recorder);
        c.peerResets();
        pollUntilCount(recorder, 1);
        assertTrue(recorder.last().isError());
        SocketException error =
                assertInstanceOf(SocketException.class, c.socket().takeError());
        assertEquals("ECONNRESET", SystemCallException.of(error).codeName());
        assertNull(c.socket().takeError());
    }

    @Test
    void bufferSizesAreReadBackAsTheyWereSet() throws Exception {
        Connection c = connection();
        c.socket().setOption(StandardSocketOptions.SO_RCVBUF, 30_000);
        c.socket().setOption(StandardSocketOptions.SO_SNDBUF, 40_000);
        assertEquals(30_000, c.socket().getOption(StandardSocketOptions.SO_RCVBUF));
        assertEquals(40_000, c.socket().getOption(StandardSocketOptions.SO_SNDBUF));
        if (backend == Backend.EPOLL) {
            c.socket().setOption(LinuxSocketOptions.TCP_NOTSENT_LOWAT, 16_384);
            assertEquals(16_384, c.socket().getOption(LinuxSocketOptions.TCP_NOTSENT_LOWAT));
        }
    }
}
