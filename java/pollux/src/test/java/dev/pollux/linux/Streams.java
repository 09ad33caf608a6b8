package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Connected streams for tests, on the loopback only, and what is done with them time and again. */
public final class Streams {
    private Streams() {}

    public static InetSocketAddress loopback(Family family) throws IOException {
        byte[] ip = family == Family.INET ? new byte[] {127, 0, 0, 1} : new byte[16];
        if (family == Family.INET6) {
            ip[15] = 1;
        }
        return new InetSocketAddress(InetAddress.getByAddress(ip), 0);
    }

    public static LinuxStreamListener listener(Family family) throws IOException {
        return listener(family, family == Family.UNIX ? UnixAddress.UNNAMED : loopback(family));
    }

    public static LinuxStreamListener listener(Family family, SocketAddress address) throws IOException {
        LinuxStreamListener listener = LinuxStreamListener.open(family);
        listener.bind(address);
        listener.listen(LinuxStreamListener.MAX_BACKLOG);
        return listener;
    }

    public static LinuxStreamSocket connect(Family family, SocketAddress address) throws IOException {
        LinuxStreamSocket socket = LinuxStreamSocket.open(family);
        if (!socket.connect(address)) {
            Ready.await(socket, Epoll.OUT);
            assertTrue(socket.finishConnect());
        }
        return socket;
    }

    public static LinuxStreamSocket accept(LinuxStreamListener listener) throws IOException {
        assertTrue((Ready.await(listener, Epoll.IN) & Epoll.IN) != 0);
        LinuxStreamSocket socket = listener.accept();
        assertNotNull(socket);
        return socket;
    }

    /** {@return the connecting end, and the accepted one} */
    public static LinuxStreamSocket[] connected(Family family) throws IOException {
        try (LinuxStreamListener listener = listener(family)) {
            LinuxStreamSocket client = connect(family, listener.localAddress());
            return new LinuxStreamSocket[] {client, accept(listener)};
        }
    }

    public static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    public static void sendAll(LinuxStreamSocket socket, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (socket.send(buffer) == 0) {
                Ready.await(socket, Epoll.OUT);
            }
        }
    }

    public static void sendAll(LinuxStreamSocket socket, String text) throws IOException {
        sendAll(socket, bytes(text));
    }

    /** Receives until the buffer is full or the stream ends. */
    public static void receiveAll(LinuxStreamSocket socket, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            int n = socket.receive(buffer);
            if (n < 0) {
                return;
            }
            if (n == 0) {
                Ready.await(socket, Epoll.IN);
            }
        }
    }

    public static void assertReceives(String expected, LinuxStreamSocket socket) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(expected.getBytes(StandardCharsets.UTF_8).length);
        receiveAll(socket, buffer);
        assertEquals(expected, text(buffer.flip()));
    }

    public static String text(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Sends until the socket takes no more; returns how much it took. */
    public static long fill(LinuxStreamSocket socket) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
        long sum = 0;
        while (true) {
            int n = socket.send(buffer.clear());
            if (n == 0) {
                return sum;
            }
            sum += n;
        }
    }

    /** Closes with a reset: SO_LINGER of 0. */
    public static void reset(LinuxStreamSocket socket) throws IOException {
        socket.setOption(java.net.StandardSocketOptions.SO_LINGER, 0);
        socket.close();
    }
}
