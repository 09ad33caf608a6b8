package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@LinuxTest
class DatagramTest {
    private static LinuxDatagramSocket bound(Family family) throws IOException {
        LinuxDatagramSocket socket = LinuxDatagramSocket.open(family);
        socket.bind(family == Family.UNIX ? UnixAddress.UNNAMED : Streams.loopback(family));
        return socket;
    }

    @ParameterizedTest
    @EnumSource
    void goThereAndBack(Family family) throws IOException {
        try (LinuxDatagramSocket server = bound(family);
                LinuxDatagramSocket client = bound(family)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(100);
            NativeAddress from = new NativeAddress();
            assertEquals(0, server.receive(buffer, from));
            assertTrue(from.isEmpty());
            assertTrue(client.send(Streams.bytes("ping"), server.localAddress()));
            Ready.await(server, Epoll.IN);
            assertEquals(4, server.receive(buffer, from));
            assertEquals("ping", Streams.text(buffer.flip()));
            assertEquals(client.localAddress(), from.get());
            assertTrue(server.send(Streams.direct("pong!"), from));
            client.connect(server.localAddress());
            assertEquals(server.localAddress(), client.remoteAddress());
            Ready.await(client, Epoll.IN);
            ByteBuffer heap = ByteBuffer.allocate(100);
            assertEquals(5, client.receive(heap));
            assertEquals("pong!", Streams.text(heap.flip()));
            assertTrue(client.send(Streams.bytes("to the peer")));
            Ready.await(server, Epoll.IN);
            assertEquals(11, server.receive(heap.clear(), from));
            client.disconnect();
            assertNull(client.remoteAddress());
            assertThrows(NotYetConnectedException.class, () -> client.send(Streams.bytes("nobody")));
            assertEquals(0, server.receive(heap.clear(), from));
            assertTrue(from.isEmpty() && from.get() == null);
        }
    }

    @ParameterizedTest
    @EnumSource
    void emptyAndTruncated(Family family) throws IOException {
        try (LinuxDatagramSocket server = bound(family);
                LinuxDatagramSocket client = LinuxDatagramSocket.open(family)) {
            NativeAddress from = new NativeAddress();
            ByteBuffer room = ByteBuffer.allocate(4);
            assertTrue(client.send(ByteBuffer.allocate(0), server.localAddress()));
            Ready.await(server, Epoll.IN);
            assertEquals(0, server.receive(room, from));
            assertFalse(from.isEmpty(), "an empty datagram has a sender");
            assertEquals(client.localAddress().getClass(), from.get().getClass());
            for (ByteBuffer small : new ByteBuffer[] {
                ByteBuffer.allocate(4),
                ByteBuffer.allocateDirect(4),
                ByteBuffer.allocateDirect(8).slice(2, 4)
            }) {
                client.send(Streams.bytes("too long"), server.localAddress());
                client.send(Streams.bytes("next"), server.localAddress());
                Ready.await(server, Epoll.IN);
                assertEquals(8, server.receive(small, from));
                assertEquals("too ", Streams.text(small.flip()));
                Ready.await(server, Epoll.IN);
                assertEquals(4, server.receive(small.clear()));
                assertEquals("next", Streams.text(small.flip()), "the rest is lost");
            }
            assertThrows(ReadOnlyBufferException.class, () -> server.receive(room.asReadOnlyBuffer()));
            assertThrows(ReadOnlyBufferException.class, () -> server.receive(room.asReadOnlyBuffer(), from));
        }
    }

    @Test
    void longUnixDatagramOfTheHeap() throws IOException {
        try (LinuxDatagramSocket server = bound(Family.UNIX);
                LinuxDatagramSocket client = LinuxDatagramSocket.open(Family.UNIX)) {
            byte[] bytes = new byte[100_000];
            new java.util.Random(3).nextBytes(bytes);
            ByteBuffer out = ByteBuffer.wrap(bytes);
            assertTrue(client.send(out, server.localAddress()));
            assertEquals(bytes.length, out.position());
            ByteBuffer in = ByteBuffer.allocate(bytes.length + 7);
            assertEquals(bytes.length, server.receive(in));
            assertEquals(ByteBuffer.wrap(bytes), in.flip());
        }
    }

    @Test
    void refusals() throws IOException {
        try (LinuxDatagramSocket one = bound(Family.INET)) {
            assertThrows(NotYetConnectedException.class, () -> one.send(Streams.bytes("x")));
            assertThrows(IllegalArgumentException.class, () -> one.send(Streams.bytes("x"), new NativeAddress()));
            ByteBuffer tooLong = ByteBuffer.allocate(65_536);
            Failure.of("sendto", Errno.EMSGSIZE, "descriptor " + one.fd(), () -> one.send(tooLong, one.localAddress()));
            assertEquals(0, tooLong.position());
            SocketAddress nobody;
            try (LinuxDatagramSocket gone = bound(Family.INET)) {
                nobody = gone.localAddress();
            }
            one.connect(nobody);
            assertTrue(one.send(Streams.bytes("x")));
            Ready.await(one, Epoll.ERR);
            Failure.of(
                    PortUnreachableException.class,
                    "recv",
                    Errno.ECONNREFUSED,
                    "",
                    () -> one.receive(ByteBuffer.allocate(1)));
        }
        UnixAddress nobody = UnixAddress.ofAbstract("pollux-test-none-" + System.nanoTime());
        LinuxDatagramSocket unix = LinuxDatagramSocket.open(Family.UNIX);
        Failure.of(
                ConnectException.class, "sendto", Errno.ECONNREFUSED, "", () -> unix.send(Streams.bytes("x"), nobody));
        Failure.of(
                ConnectException.class, "connect", Errno.ECONNREFUSED, nobody.toString(), () -> unix.connect(nobody));
        unix.close();
        assertThrows(ClosedChannelException.class, () -> unix.send(Streams.bytes("x")));
        assertThrows(ClosedChannelException.class, () -> unix.receive(ByteBuffer.allocate(1)));
        assertThrows(ClosedChannelException.class, () -> unix.receive(ByteBuffer.allocate(1), new NativeAddress()));
        assertThrows(ClosedChannelException.class, () -> unix.receive(new DatagramBatch(1, 1)));
        assertThrows(ClosedChannelException.class, () -> unix.send(new DatagramBatch(1, 1), 0, 1));
        assertThrows(ClosedChannelException.class, unix::disconnect);
    }

    @Test
    void fullQueueWouldBlock() throws IOException {
        try (LinuxDatagramSocket server = bound(Family.UNIX);
                LinuxDatagramSocket client = LinuxDatagramSocket.open(Family.UNIX)) {
            int sent = 0;
            ByteBuffer message = Streams.bytes("x");
            while (client.send(message.clear(), server.localAddress())) {
                sent++;
            }
            assertEquals(0, message.position());
            int received = 0;
            while (server.receive(ByteBuffer.allocate(1)) > 0) {
                received++;
            }
            assertEquals(sent, received);
            assertTrue(client.send(message.clear(), server.localAddress()));
        }
    }

    @Test
    void batches() throws IOException {
        try (LinuxDatagramSocket server = bound(Family.INET);
                LinuxDatagramSocket client = bound(Family.INET)) {
            DatagramBatch out = new DatagramBatch(5, 16);
            DatagramBatch in = new DatagramBatch(8, 6);
            assertEquals(0, server.receive(in));
            for (int i = 0; i < 5; i++) {
                out.buffer(i)
                        .put((byte) '_')
                        .put(("message" + i).substring(i).getBytes())
                        .flip()
                        .position(1);
                out.address(i).set(server.localAddress(), Family.INET);
            }
            assertEquals(4, client.send(out, 1, 4));
            assertEquals(1, client.send(out, 0, 1));
            Ready.await(server, Epoll.IN);
            assertEquals(5, server.receive(in));
            for (int i = 0; i < 5; i++) {
                String whole = ("message" + (i + 1) % 5).substring((i + 1) % 5);
                assertEquals(whole.length() > 6, in.isTruncated(i), whole);
                assertEquals(whole.substring(0, Math.min(6, whole.length())), Streams.text(in.buffer(i)));
                assertEquals(client.localAddress(), in.address(i).get());
            }
            assertEquals(0, server.receive(in));
            // sent back as it came: addresses, positions and limits are already right
            in.buffer(4).flip();
            assertEquals(1, server.send(in, 4, 1));
            Ready.await(client, Epoll.IN);
            assertEquals(1, client.receive(in));
            assertEquals("messag", Streams.text(in.buffer(0)));
            assertEquals(server.localAddress(), in.address(0).get());
        }
    }

    @Test
    void batchToAPeerAndPartly() throws IOException {
        try (LinuxDatagramSocket server = bound(Family.UNIX);
                LinuxDatagramSocket client = LinuxDatagramSocket.open(Family.UNIX)) {
            client.connect(server.localAddress());
            DatagramBatch batch = new DatagramBatch(DatagramBatch.MAX_DATAGRAMS, 1);
            int sent = client.send(batch, 0, DatagramBatch.MAX_DATAGRAMS);
            assertTrue(sent > 0 && sent < DatagramBatch.MAX_DATAGRAMS, () -> sent + " sent: the queue has an end");
            assertEquals(0, client.send(batch, sent, 1));
            DatagramBatch in = new DatagramBatch(DatagramBatch.MAX_DATAGRAMS, 1);
            assertEquals(sent, server.receive(in));
            assertEquals(1, in.buffer(sent - 1).remaining());
        }
    }

    @Test
    void batchChecks() throws IOException {
        for (int[] wrong : new int[][] {{0, 1}, {1025, 1}, {1, 0}, {1024, Integer.MAX_VALUE}}) {
            assertThrows(IllegalArgumentException.class, () -> new DatagramBatch(wrong[0], wrong[1]));
        }
        DatagramBatch batch = new DatagramBatch(2, 3);
        assertEquals(2, batch.capacity());
        assertEquals(3, batch.buffer(1).capacity());
        assertThrows(IndexOutOfBoundsException.class, () -> batch.isTruncated(2));
        try (LinuxDatagramSocket socket = bound(Family.INET)) {
            assertThrows(IndexOutOfBoundsException.class, () -> socket.send(batch, 1, 2));
            assertThrows(NotYetConnectedException.class, () -> socket.send(batch, 0, 2));
        }
    }
}
