package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.system.SystemCallException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

/** A handle is given back once, when its last call has ended, and none is lost. */
@WindowsTest
class HandleTest {
    /** The number of open handles; where the system does not count (Wine: 0), how far they reach, for the lowest free is taken. */
    private static long handles() throws Exception {
        ByteBuffer scratch = Scratch.get();
        assertTrue(Windows.CALLS.getProcessHandleCount(-1, Scratch.at(scratch, Scratch.VALUE)) > 0);
        int count = scratch.getInt(Scratch.VALUE);
        if (count > 0) {
            return count;
        }
        try (Iocp next = Iocp.create(0)) {
            return next.handle() / 4;
        }
    }

    private static void openAndClose() throws Exception {
        try (Iocp iocp = Iocp.create(0);
                WinsockStreamSocket socket = WinsockStreamSocket.open(Family.INET);
                WinsockDatagramSocket datagrams = WinsockDatagramSocket.open(Family.INET);
                WinsockStreamListener listener = WinsockStreamListener.open(Family.INET6)) {
            iocp.associate(socket, 1);
            iocp.associate(listener, 1);
            Reference.reachabilityFence(datagrams);
        }
    }

    @Test
    void noneIsLost() throws Exception {
        openAndClose();
        long before = handles();
        for (int i = 0; i < 2500; i++) { // 10 000 handles
            openAndClose();
        }
        long after = handles();
        assertTrue(after < before + 20, () -> before + " handles, then " + after); // the JVM's own threads come and go
    }

    @Test
    void noneIsLostWithConnectionsAndPendingOperations() throws Exception {
        try (Port port = new Port()) {
            long before = 0;
            for (int i = 0; i < 200; i++) {
                if (i == 20) {
                    before = handles();
                }
                WinsockStreamSocket[] pair = port.connected(Family.INET);
                Overlapped a = port.acquire();
                Overlapped b = port.acquire();
                pair[0].submitReceive(a, Port.direct(1));
                pair[1].submitReceive(b);
                pair[0].close();
                pair[1].close();
                port.next().release();
                port.next().release();
            }
            long after = handles();
            long first = before;
            assertTrue(after < before + 20, () -> first + " handles, then " + after);
            assertEquals(0, port.pool.outstanding());
        }
    }

    @Test
    void theLastUserGivesItBack() throws Exception {
        WinsockStreamSocket socket = WinsockStreamSocket.open(Family.INET);
        assertTrue(socket.isOpen());
        long handle = socket.acquire();
        assertEquals(socket.handle(), handle);
        socket.close();
        socket.close();
        assertFalse(socket.isOpen());
        assertThrows(ClosedChannelException.class, socket::acquire);
        assertThrows(ClosedChannelException.class, socket::localAddress);
        assertTrue(isSocket(handle), "a call still uses it");
        socket.release();
        assertFalse(isSocket(handle));
        assertTrue(socket.toString().contains("closed"), socket.toString());
    }

    private static boolean isSocket(long handle) {
        ByteBuffer scratch = Scratch.get();
        scratch.putInt(Scratch.LENGTH, 4);
        int result = Windows.CALLS.getsockopt(
                handle,
                WindowsSocketOptions.SOCKET,
                WindowsSocketOptions.SO_TYPE,
                Scratch.at(scratch, Scratch.VALUE),
                Scratch.at(scratch, Scratch.LENGTH));
        return result != -WinError.WSAENOTSOCK;
    }

    @Test
    void anErrorNamesTheCall() throws Exception {
        try (WinsockStreamListener listener = WinsockStreamListener.open(Family.INET)) {
            Failure.of(SystemCallException.class, "listen", WinError.WSAEINVAL, () -> listener.listen(1));
        }
    }

    @Test
    void whatIsNotBoundHasNoAddress() throws Exception {
        try (WinsockStreamSocket socket = WinsockStreamSocket.open(Family.INET);
                WinsockDatagramSocket datagrams = WinsockDatagramSocket.open(Family.INET6)) {
            assertNull(socket.localAddress());
            assertNull(datagrams.localAddress());
            datagrams.bind(Port.loopback(Family.INET6));
            assertNotNull(datagrams.localAddress());
        }
    }
}
