package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Every byte that goes in at one end comes out at the other, in order, whatever the buffers are. */
@LinuxTest
class StreamTransferTest {
    private LinuxStreamSocket here;
    private LinuxStreamSocket peer;

    @BeforeEach
    void open() throws IOException {
        LinuxStreamSocket[] pair = LinuxStreamSocket.pair();
        here = pair[0];
        peer = pair[1];
    }

    @AfterEach
    void close() {
        here.close();
        peer.close();
    }

    @Test
    void wouldBlockIsZeroAndTheEndIsMinusOne() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(8);
        assertEquals(0, here.receive(buffer));
        assertEquals(0, here.receive(new ByteBuffer[] {buffer}, 0, 1));
        assertEquals(0, buffer.position());
        Streams.sendAll(peer, "ab");
        peer.shutdownOutput();
        assertEquals(0, here.receive(ByteBuffer.allocate(0)), "no room is not the end");
        assertEquals(0, here.receive(new ByteBuffer[0], 0, 0));
        assertEquals(2, here.receive(buffer));
        assertEquals(-1, here.receive(buffer));
        assertEquals(-1, here.receive(new ByteBuffer[] {buffer}, 0, 1));
        assertEquals(2, buffer.position());
        Streams.sendAll(here, "the other half is open");
        Streams.assertReceives("the other half is open", peer);
    }

    @Test
    void shutdownInputEndsTheStream() throws IOException {
        here.shutdownInput();
        assertEquals(-1, here.receive(ByteBuffer.allocate(1)));
        Failure.of(SocketException.class, "send", Errno.EPIPE, "", () -> peer.send(Streams.bytes("x")));
    }

    @Test
    void receivesWithinPositionAndLimit() throws IOException {
        for (ByteBuffer whole : new ByteBuffer[] {ByteBuffer.allocate(16), ByteBuffer.allocateDirect(16)}) {
            for (ByteBuffer buffer : new ByteBuffer[] {whole.duplicate(), whole.slice(2, 12)}) {
                for (int i = 0; i < 16; i++) {
                    whole.put(i, (byte) '.');
                }
                Streams.sendAll(peer, "abcdefgh");
                buffer.position(3).limit(8);
                assertEquals(5, here.receive(buffer));
                assertEquals(8, buffer.position());
                assertEquals(8, buffer.limit());
                int at = buffer.capacity() == 16 ? 3 : 5;
                String expected = ".".repeat(at) + "abcde" + ".".repeat(11 - at);
                assertEquals(expected, Streams.text(whole.duplicate().clear()));
                Streams.assertReceives("fgh", here);
            }
        }
    }

    @Test
    void sendsWithinPositionAndLimit() throws IOException {
        for (ByteBuffer buffer : new ByteBuffer[] {
            Streams.bytes("0123456789"),
            Streams.direct("0123456789"),
            Streams.bytes("0123456789").asReadOnlyBuffer(),
            Streams.direct("__0123456789__").slice(2, 10),
            Streams.bytes("__0123456789__").slice(2, 10)
        }) {
            buffer.position(2).limit(7);
            assertEquals(5, here.send(buffer));
            assertEquals(7, buffer.position());
            assertEquals(7, buffer.limit());
            Streams.assertReceives("23456", peer);
            assertEquals(0, here.send(buffer));
        }
    }

    @Test
    void readOnlyBufferIsRefusedBeforeAByteIsLost() throws IOException {
        Streams.sendAll(peer, "kept");
        ByteBuffer readOnly = ByteBuffer.allocateDirect(4).asReadOnlyBuffer();
        ByteBuffer fine = ByteBuffer.allocate(1);
        assertThrows(ReadOnlyBufferException.class, () -> here.receive(readOnly));
        assertThrows(ReadOnlyBufferException.class, () -> here.receive(readOnly, LinuxStreamSocket.PEEK));
        assertThrows(ReadOnlyBufferException.class, () -> here.receive(new ByteBuffer[] {fine, readOnly}, 0, 2));
        assertThrows(ReadOnlyBufferException.class, () -> here.receiveDescriptors(readOnly, new int[1]));
        assertEquals(0, fine.position());
        Streams.assertReceives("kept", here);
    }

    @Test
    void rangesAreChecked() throws IOException {
        ByteBuffer[] two = {ByteBuffer.allocate(1), ByteBuffer.allocate(1)};
        int[][] wrong = {{-1, 1}, {0, -1}, {0, 3}, {2, 1}, {1, Integer.MAX_VALUE}};
        for (int[] range : wrong) {
            assertThrows(IndexOutOfBoundsException.class, () -> here.send(two, range[0], range[1]));
            assertThrows(IndexOutOfBoundsException.class, () -> here.receive(two, range[0], range[1]));
        }
        Streams.sendAll(peer, "x");
        assertThrows(NullPointerException.class, () -> here.receive(new ByteBuffer[1], 0, 1));
        assertThrows(NullPointerException.class, () -> here.send(new ByteBuffer[1], 0, 1));
        assertThrows(IllegalArgumentException.class, () -> here.receive(two[0], 0x40));
        assertThrows(IllegalArgumentException.class, () -> here.send(two[0], LinuxStreamSocket.PEEK));
        Streams.assertReceives("x", here);
    }

    @Test
    void peekLeavesTheData() throws IOException {
        Streams.sendAll(peer, "seen twice");
        ByteBuffer buffer = ByteBuffer.allocateDirect(4);
        assertEquals(4, here.receive(buffer, LinuxStreamSocket.PEEK));
        assertEquals("seen", Streams.text(buffer.flip()));
        Streams.assertReceives("seen twice", here);
    }

    @Test
    void outOfBandByteComesApart() throws IOException {
        LinuxStreamSocket[] tcp = Streams.connected(Family.INET);
        Streams.sendAll(tcp[0], "ab");
        assertEquals(1, tcp[0].send(Streams.bytes("!"), LinuxStreamSocket.OUT_OF_BAND));
        Ready.await(tcp[1], Epoll.PRI);
        ByteBuffer one = ByteBuffer.allocate(4);
        assertEquals(1, tcp[1].receive(one, LinuxStreamSocket.OUT_OF_BAND));
        assertEquals("!", Streams.text(one.flip()));
        Streams.assertReceives("ab", tcp[1]);
        assertEquals(2, tcp[0].send(Streams.bytes("cd"), LinuxStreamSocket.MORE));
        Streams.sendAll(tcp[0], "ef");
        Streams.assertReceives("cdef", tcp[1]);
        tcp[0].close();
        tcp[1].close();
    }

    @Test
    void scatterAndGatherKeepTheOrder() throws IOException {
        ByteBuffer[] out = {
            ByteBuffer.allocate(3), // outside the range
            Streams.direct("ab"),
            Streams.bytes("cde"),
            ByteBuffer.allocateDirect(0),
            Streams.bytes("__fg").slice(2, 2),
            Streams.direct("__h__").slice(2, 1),
            Streams.bytes("ijk").asReadOnlyBuffer(),
            ByteBuffer.allocate(3)
        };
        assertEquals(11, here.send(out, 1, 6));
        for (int i = 1; i < 7; i++) {
            assertTrue(!out[i].hasRemaining());
        }
        assertEquals(3, out[0].remaining());
        assertEquals(3, out[7].remaining());
        ByteBuffer[] in = {
            ByteBuffer.allocate(1),
            ByteBuffer.allocate(2),
            ByteBuffer.allocateDirect(4).slice(1, 2),
            ByteBuffer.allocate(0),
            ByteBuffer.allocate(9).position(6),
            ByteBuffer.allocateDirect(50).position(1),
            ByteBuffer.allocate(5)
        };
        assertEquals(11, peer.receive(in, 1, 6));
        assertEquals(0, in[0].position());
        assertEquals("ab", Streams.text(in[1].flip()));
        assertEquals("cd", Streams.text(in[2].flip()));
        assertEquals("efg", Streams.text(in[4].flip().position(6)));
        assertEquals(5, in[5].position());
        assertEquals("hijk", Streams.text(in[5].flip().position(1)));
        assertEquals(0, in[6].position());
    }

    @Test
    void moreBuffersThanOneCallTakes() throws IOException {
        ByteBuffer[] out = new ByteBuffer[2400];
        for (int i = 0; i < out.length; i++) {
            out[i] = (i % 2 == 0 ? ByteBuffer.allocate(1) : ByteBuffer.allocateDirect(1)).put(0, (byte) i);
        }
        assertEquals(1024, here.send(out, 0, 2400));
        assertEquals(1024, here.send(out, 1024, 1376));
        assertEquals(352, here.send(out, 0, 2400), "what is empty does not count");
        ByteBuffer[] in = new ByteBuffer[2400];
        for (int i = 0; i < in.length; i++) {
            in[i] = i % 3 == 0 ? ByteBuffer.allocateDirect(1) : ByteBuffer.allocate(1);
        }
        assertEquals(1024, peer.receive(in, 0, 2400));
        assertEquals(1024, peer.receive(in, 0, 2400));
        assertEquals(352, peer.receive(in, 0, 2400));
        for (int i = 0; i < 2400; i++) {
            assertEquals((byte) i, in[i].get(0), "byte " + i);
        }
    }

    @Test
    void moreHeapThanOneCallCopies() throws IOException {
        int copied = 64 * 1024;
        here.setOption(java.net.StandardSocketOptions.SO_SNDBUF, 1 << 20);
        byte[] bytes = new byte[copied + 1000];
        new Random(1).nextBytes(bytes);
        ByteBuffer big = ByteBuffer.wrap(bytes);
        assertEquals(copied, here.send(big));
        assertEquals(copied, big.position());
        assertEquals(1000, here.send(big));
        ByteBuffer back = ByteBuffer.allocate(bytes.length);
        assertEquals(copied, peer.receive(back));
        assertEquals(1000, peer.receive(back));
        assertArrayEquals(bytes, back.array());

        ByteBuffer[] out = {
            ByteBuffer.wrap(bytes, 0, 40_000), ByteBuffer.wrap(bytes, 40_000, 26_536), Streams.bytes("z")
        };
        assertEquals(copied, here.send(out, 0, 3), "nothing may follow a buffer that went in part");
        assertEquals(copied - 40_000, out[1].position() - 40_000);
        assertEquals(1, out[2].remaining());
        ByteBuffer[] in = {ByteBuffer.allocate(50_000), ByteBuffer.allocate(50_000), ByteBuffer.allocateDirect(50_000)};
        assertEquals(copied, peer.receive(in, 0, 3));
        assertArrayEquals(Arrays.copyOf(bytes, 50_000), in[0].array());
        assertArrayEquals(Arrays.copyOfRange(bytes, 50_000, copied), Arrays.copyOf(in[1].array(), copied - 50_000));
        assertEquals(0, in[2].position());
    }

    @Test
    void fullBufferThenDrained() throws IOException {
        for (Family family : Family.values()) {
            LinuxStreamSocket[] pair = Streams.connected(family);
            byte[] bytes = new byte[8 << 20];
            new Random(2).nextBytes(bytes);
            CRC32 sent = new CRC32();
            sent.update(bytes);
            ByteBuffer out = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
            ByteBuffer in = ByteBuffer.allocateDirect(100_001);
            CRC32 received = new CRC32();
            int blocked = 0;
            int left = bytes.length;
            while (left > 0) {
                while (out.hasRemaining() && pair[0].send(out) > 0) {
                    // until it takes no more
                }
                blocked += out.hasRemaining() ? 1 : 0;
                int n = pair[1].receive(in.clear());
                received.update(in.flip());
                left -= n;
                if (n == 0) {
                    Ready.await(pair[1], Epoll.IN);
                }
            }
            assertTrue(blocked > 0, "the buffer never was full");
            assertEquals(sent.getValue(), received.getValue());
            pair[0].close();
            pair[1].close();
        }
    }

    @RepeatedTest(20)
    void randomSplits() throws IOException {
        long seed = System.nanoTime();
        try {
            randomSplits(new Random(seed));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private void randomSplits(Random random) throws IOException {
        byte[] bytes = new byte[random.nextInt(300_000)];
        random.nextBytes(bytes);
        byte[] back = new byte[bytes.length];
        int sent = 0;
        int received = 0;
        while (received < bytes.length) {
            if (sent < bytes.length) {
                sent += send(random, bytes, sent);
            }
            received += receive(random, back, received);
        }
        assertArrayEquals(bytes, back);
        assertEquals(0, peer.receive(ByteBuffer.allocate(1)));
    }

    private int send(Random random, byte[] bytes, int from) throws IOException {
        ByteBuffer[] buffers = buffers(random, bytes.length - from);
        int at = from;
        for (ByteBuffer buffer : buffers) {
            int start = buffer.position();
            int length = Math.min(buffer.remaining(), bytes.length - at);
            buffer.put(bytes, at, length).position(start).limit(start + length);
            at += length;
        }
        int remaining = remaining(buffers);
        int n = (int) (buffers.length == 1 ? here.send(buffers[0]) : here.send(buffers, 0, buffers.length));
        assertEquals(remaining - n, remaining(buffers), "positions moved by what was taken");
        return n;
    }

    private int receive(Random random, byte[] back, int at) throws IOException {
        ByteBuffer[] buffers = buffers(random, back.length - at);
        int[] starts = Arrays.stream(buffers).mapToInt(ByteBuffer::position).toArray();
        int n = (int) (buffers.length == 1 ? peer.receive(buffers[0]) : peer.receive(buffers, 0, buffers.length));
        int copied = 0;
        for (int i = 0; i < buffers.length; i++) {
            int length = buffers[i].position() - starts[i];
            buffers[i].get(starts[i], back, at + copied, length);
            copied += length;
        }
        assertEquals(n, copied, "positions moved by what was received");
        return n;
    }

    private static int remaining(ByteBuffer[] buffers) {
        return Arrays.stream(buffers).mapToInt(ByteBuffer::remaining).sum();
    }

    /** One to 1200 buffers of all kinds with up to {@code limit} bytes of room together. */
    private static ByteBuffer[] buffers(Random random, int limit) {
        ByteBuffer[] buffers =
                new ByteBuffer[random.nextInt(4) == 0 ? 1 + random.nextInt(1200) : 1 + random.nextInt(4)];
        int left = limit;
        for (int i = 0; i < buffers.length; i++) {
            int size = Math.min(left, random.nextInt(5) == 0 ? 0 : random.nextInt(1 << random.nextInt(1, 18)));
            int before = random.nextInt(5);
            int capacity = size + before + random.nextInt(5);
            ByteBuffer whole =
                    random.nextBoolean() ? ByteBuffer.allocate(capacity + 3) : ByteBuffer.allocateDirect(capacity + 3);
            buffers[i] = (random.nextBoolean() ? whole.slice(3, capacity) : whole)
                    .position(before)
                    .limit(before + size);
            left -= size;
        }
        return buffers;
    }
}
