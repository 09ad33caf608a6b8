package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Socket options, by name and raw. */
@WindowsTest
class SocketOptionsTest {
    @Test
    void standardOptions() throws Exception {
        try (WinsockStreamSocket socket = WinsockStreamSocket.open(Family.INET)) {
            assertFalse(socket.getOption(StandardSocketOptions.TCP_NODELAY));
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            assertTrue(socket.getOption(StandardSocketOptions.TCP_NODELAY));
            assertEquals(-1, socket.getOption(StandardSocketOptions.SO_LINGER));
            socket.setOption(StandardSocketOptions.SO_LINGER, 7);
            assertEquals(7, socket.getOption(StandardSocketOptions.SO_LINGER));
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            assertEquals(0, socket.getOption(StandardSocketOptions.SO_LINGER));
            socket.setOption(StandardSocketOptions.SO_LINGER, -1);
            assertEquals(-1, socket.getOption(StandardSocketOptions.SO_LINGER));
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            assertTrue(socket.getOption(StandardSocketOptions.SO_KEEPALIVE));
            socket.setOption(StandardSocketOptions.SO_RCVBUF, 100_000);
            assertTrue(socket.getOption(StandardSocketOptions.SO_RCVBUF) >= 100_000);
            assertEquals(0, socket.takeError());
            assertTrue(socket.supportedOptions().contains(StandardSocketOptions.SO_SNDBUF));
        }
    }

    @Test
    void reuseAddressIsRefusedWithTheReason() throws Exception {
        try (WinsockStreamListener listener = WinsockStreamListener.open(Family.INET)) {
            UnsupportedOperationException refused = assertThrows(
                    UnsupportedOperationException.class,
                    () -> listener.setOption(StandardSocketOptions.SO_REUSEADDR, true));
            assertTrue(refused.getMessage().contains("take the address over"), refused.getMessage());
            assertThrows(
                    UnsupportedOperationException.class, () -> listener.setOption(StandardSocketOptions.IP_TOS, 1));
        }
    }

    @Test
    void aListenersAddressIsItsOwn() throws Exception {
        try (WinsockStreamListener first = WinsockStreamListener.open(Family.INET);
                WinsockStreamListener second = WinsockStreamListener.open(Family.INET)) {
            assertTrue(first.getOption(WindowsSocketOptions.SO_EXCLUSIVEADDRUSE));
            first.bind(Port.loopback(Family.INET));
            first.listen(1);
            SocketAddress address = first.localAddress();
            assertThrows(BindException.class, () -> second.bind(address));
            assertThrows(IllegalArgumentException.class, () -> first.listen(0));
        }
    }

    @Test
    void aDatagramSocketsPortIsItsOwnUnlessAsked() throws Exception {
        try (WinsockDatagramSocket first = WinsockDatagramSocket.open(Family.INET);
                WinsockDatagramSocket second = WinsockDatagramSocket.open(Family.INET);
                WinsockDatagramSocket third = WinsockDatagramSocket.open(Family.INET)) {
            first.bind(Port.loopback(Family.INET));
            share(second);
            assertThrows(BindException.class, () -> second.bind(first.localAddress()));
            second.bind(Port.loopback(Family.INET));
            share(third);
            third.bind(second.localAddress());
        }
    }

    private static void share(WinsockDatagramSocket socket) throws Exception {
        assertTrue(socket.getOption(WindowsSocketOptions.SO_EXCLUSIVEADDRUSE));
        socket.setOption(WindowsSocketOptions.SO_EXCLUSIVEADDRUSE, false);
        socket.setOption(WindowsSocketOptions.SO_REUSEADDR_WINDOWS, true);
    }

    @Test
    void inet6TakesInetUnlessAsked() throws Exception {
        try (WinsockStreamSocket socket = WinsockStreamSocket.open(Family.INET6)) {
            assertFalse(socket.getOption(WindowsSocketOptions.IPV6_V6ONLY));
            socket.setOption(WindowsSocketOptions.IPV6_V6ONLY, true);
            assertTrue(socket.getOption(WindowsSocketOptions.IPV6_V6ONLY));
        }
    }

    @Test
    void raw() throws Exception {
        try (WinsockStreamSocket socket = WinsockStreamSocket.open(Family.INET)) {
            ByteBuffer value = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder());
            socket.setRawOption(6, 1, value.putInt(0, 1));
            assertTrue(socket.getOption(StandardSocketOptions.TCP_NODELAY));
            assertEquals(4, socket.getRawOption(WindowsSocketOptions.SOCKET, WindowsSocketOptions.SO_TYPE, value));
            assertEquals(1, value.flip().getInt());
            assertEquals(
                    1,
                    socket.getOption(WindowsSocketOption.ofInt(
                            "SO_TYPE", WindowsSocketOptions.SOCKET, WindowsSocketOptions.SO_TYPE)));
            assertThrows(IllegalArgumentException.class, () -> socket.setRawOption(6, 1, ByteBuffer.allocate(2000)));
        }
    }
}
