package dev.pollux.linux.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.binding.TestBinding;
import dev.pollux.linux.DatagramBatch;
import dev.pollux.linux.Family;
import dev.pollux.linux.Garbage;
import dev.pollux.linux.LinuxDatagramSocket;
import dev.pollux.linux.LinuxSocketOptions;
import dev.pollux.linux.LinuxTest;
import dev.pollux.linux.NativeAddress;
import dev.pollux.linux.Streams;
import dev.pollux.linux.UnixAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches of datagrams that lie in memory of the program's own, and what control messages tell of them. */
@LinuxTest
class DatagramMemoryTest {
    private static final int ROOM = 16;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(8 * ROOM);
    private final DatagramBatch batch = new DatagramBatch(8);

    private static LinuxDatagramSocket bound(Family family) throws IOException {
        LinuxDatagramSocket socket = LinuxDatagramSocket.open(family);
        socket.bind(family == Family.UNIX ? UnixAddress.UNNAMED : Streams.loopback(family));
        return socket;
    }

    private long address(int index) {
        return TestBinding.linux().addressOf(memory) + index * (long) ROOM;
    }

    private void placeRoom() {
        for (int i = 0; i < 8; i++) {
            batch.place(i, address(i), ROOM);
        }
    }

    private void put(int index, String text) {
        memory.put(index * ROOM, text.getBytes(StandardCharsets.US_ASCII));
        batch.place(index, address(index), text.length());
    }

    private String text(int index) {
        byte[] bytes = new byte[batch.length(index)];
        memory.get(index * ROOM, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static int receive(LinuxDatagramSocket socket, DatagramBatch batch, int offset, int count) {
        int[] got = new int[1];
        Await.until("datagrams are there", () -> (got[0] = socket.receive(batch, offset, count)) > 0);
        return got[0];
    }

    @ParameterizedTest
    @EnumSource
    void goThereAndBack(Family family) throws IOException {
        try (LinuxDatagramSocket server = bound(family);
                LinuxDatagramSocket client = bound(family)) {
            for (int i = 0; i < 4; i++) {
                put(i, "datagram" + i);
                batch.address(i).set(server.localAddress(), family);
            }
            assertEquals(3, client.send(batch, 1, 3));
            placeRoom();
            batch.place(7, address(7), 5);
            assertEquals(2, receive(server, batch, 6, 2));
            assertEquals("datagram1", text(6));
            assertFalse(batch.isTruncated(6));
            assertEquals("datag", text(7));
            assertTrue(batch.isTruncated(7));
            assertEquals(client.localAddress(), batch.address(6).get());
            assertEquals(1, receive(server, batch, 0, 8));
            assertEquals("datagram3", text(0));
            assertEquals(0, batch.segmentSize(0));
            NativeAddress destination = new NativeAddress();
            destination.set(server.localAddress(), family);
            batch.destination(0, destination);
            assertTrue(destination.isEmpty(), "nobody asked for it");
            batch.place(0, address(0), batch.length(0));
            assertEquals(1, server.send(batch, 0, 1), "back to where it came from");
            placeRoom();
            assertEquals(1, receive(client, batch, 3, 1));
            assertEquals("datagram3", text(3));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"INET", "INET6"})
    void aLargeSendIsCutAndComesAsOne(Family family) throws IOException {
        try (LinuxDatagramSocket server = bound(family);
                LinuxDatagramSocket whole = bound(family);
                LinuxDatagramSocket client = bound(family)) {
            whole.setOption(LinuxSocketOptions.UDP_GRO, true);
            for (LinuxDatagramSocket to : new LinuxDatagramSocket[] {server, whole}) {
                put(0, "abcabcabcx");
                batch.address(0).set(to.localAddress(), family);
                batch.setSegmentSize(0, 3);
                assertEquals(1, client.send(batch, 0, 1));
            }
            placeRoom();
            StringBuilder got = new StringBuilder();
            while (got.length() < 13) {
                int count = receive(server, batch, 0, 8);
                for (int i = 0; i < count; i++) {
                    got.append(text(i)).append(' ');
                    assertEquals(0, batch.segmentSize(i));
                }
            }
            assertEquals("abc abc abc x ", got.toString());
            assertEquals(1, receive(whole, batch, 0, 8));
            assertEquals("abcabcabcx", text(0));
            assertEquals(3, batch.segmentSize(0));
            put(0, "abcabc");
            batch.address(0).set(server.localAddress(), family);
            assertEquals(1, client.send(batch, 0, 1), "the receive has ended the cut");
            placeRoom();
            assertEquals(1, receive(server, batch, 0, 8));
            assertEquals("abcabc", text(0));
        }
    }

    @Test
    void theDestinationIsTold() throws IOException {
        try (LinuxDatagramSocket server = bound(Family.INET);
                LinuxDatagramSocket server6 = bound(Family.INET6);
                LinuxDatagramSocket client = bound(Family.INET);
                LinuxDatagramSocket client6 = bound(Family.INET6)) {
            server.setOption(LinuxSocketOptions.IP_RECVORIGDSTADDR, true);
            server6.setOption(LinuxSocketOptions.IPV6_RECVORIGDSTADDR, true);
            NativeAddress destination = new NativeAddress();
            client.send(Streams.bytes("x"), server.localAddress());
            placeRoom();
            assertEquals(1, receive(server, batch, 2, 2));
            batch.destination(2, destination);
            assertEquals(server.localAddress(), destination.get());
            batch.destination(3, destination);
            assertNull(destination.get());
            client6.send(Streams.bytes("x"), server6.localAddress());
            assertEquals(1, receive(server6, batch, 0, 1));
            batch.destination(0, destination);
            assertEquals(server6.localAddress(), destination.get());
        }
    }

    @Test
    void whatIsWrongReachesNoSystemCall() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> new DatagramBatch(0));
        assertThrows(IllegalArgumentException.class, () -> new DatagramBatch(1025));
        assertThrows(IllegalArgumentException.class, () -> batch.place(0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> batch.place(0, address(0), -1));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.place(8, address(0), 1));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.place(-1, address(0), 1));
        assertThrows(IllegalStateException.class, () -> batch.buffer(0));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.length(8));
        assertThrows(IllegalArgumentException.class, () -> batch.setSegmentSize(0, 65_536));
        assertThrows(IllegalArgumentException.class, () -> batch.setSegmentSize(0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.setSegmentSize(8, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.segmentSize(8));
        assertThrows(IndexOutOfBoundsException.class, () -> batch.destination(8, new NativeAddress()));
        DatagramBatch own = new DatagramBatch(1, 1);
        assertThrows(IllegalStateException.class, () -> own.place(0, address(0), 1));
        try (LinuxDatagramSocket socket = bound(Family.INET)) {
            assertThrows(IndexOutOfBoundsException.class, () -> socket.receive(batch, 1, 8));
            assertThrows(IndexOutOfBoundsException.class, () -> socket.receive(batch, -1, 1));
        }
    }

    @Test
    void noGarbage() throws IOException {
        try (LinuxDatagramSocket server = bound(Family.UNIX);
                LinuxDatagramSocket client = bound(Family.UNIX)) {
            DatagramBatch in = new DatagramBatch(2);
            NativeAddress destination = new NativeAddress();
            put(0, "message");
            batch.address(0).set(server.localAddress(), Family.UNIX);
            Garbage.assertNone(rounds -> {
                for (int i = 0; i < rounds; i++) {
                    assertEquals(1, client.send(batch, 0, 1));
                    in.place(0, address(1), ROOM);
                    assertEquals(1, server.receive(in));
                    in.destination(0, destination);
                    assertEquals(7, in.length(0) + in.segmentSize(0));
                }
            });
        }
    }
}
