package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.Connection;
import dev.pollux.FileSource;
import dev.pollux.NotOnWine;
import dev.pollux.Recorder;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The sockets that go with a port: transfers, ends, options. */
abstract class SocketContract extends PortContract {
    SocketContract(Backend backend) {
        super(backend);
    }

    @TempDir
    Path directory;

    @Test
    void readsAndWritesDirectAndHeapBuffers() throws Exception {
        Connection c = connection();
        ByteBuffer[] kinds = {
            ByteBuffer.allocateDirect(16),
            ByteBuffer.allocate(16),
            ByteBuffer.allocate(32).position(9).slice()
        };
        for (ByteBuffer buffer : kinds) {
            assertEquals(0, c.socket().read(buffer.clear()), "nothing is there");
            assertEquals(0, buffer.position());
            c.peerSends("hello");
            Await.until("it comes", () -> c.socket().read(buffer) > 0);
            assertEquals(5, buffer.position());
            buffer.flip().position(1); // "ello"
            assertEquals(4, c.socket().write(buffer));
            assertEquals(buffer.limit(), buffer.position());
            assertEquals("ello", fromPeer(c, 4));
        }
        assertThrows(
                Exception.class, () -> c.socket().read(ByteBuffer.allocate(1).asReadOnlyBuffer()));
        assertEquals(0, c.socket().read(ByteBuffer.allocate(0)));
        assertEquals(0, c.socket().write(ByteBuffer.allocate(0)));
    }

    @Test
    void gathersAndScatters() throws Exception {
        Connection c = connection();
        ByteBuffer[] out = {
            ascii("not this"), ascii("ab"), ByteBuffer.allocate(0), direct("cde"), ascii("f"), ascii("nor this")
        };
        assertEquals(6, c.socket().write(out, 1, 4));
        assertEquals("abcdef", fromPeer(c, 6));
        assertEquals(8, out[0].remaining());
        assertEquals(0, out[4].remaining());
        c.peerSends("0123456789");
        ByteBuffer[] in = {
            ByteBuffer.allocate(4), ByteBuffer.allocateDirect(3), ByteBuffer.allocate(0), ByteBuffer.allocate(8)
        };
        Await.until("it comes", () -> c.socket().read(in, 1, 3) > 0 || in[1].position() > 0);
        assertEquals(0, in[0].position());
        assertEquals("012", text(in[1]));
        Await.until("the rest comes", () -> {
            c.socket().read(in, 3, 1);
            return in[3].position() == 7;
        });
        assertEquals("3456789", text(in[3]));
        assertEquals(0, c.socket().read(in, 3, 1), "nothing is there");
        assertThrows(IndexOutOfBoundsException.class, () -> c.socket().write(out, 3, 5));
        assertThrows(IndexOutOfBoundsException.class, () -> c.socket().read(in, -1, 2));
    }

    @Test
    void largeTransfersFinishInParts() throws Exception {
        Connection c = connection();
        byte[] sent = new byte[3_000_000];
        new Random(7).nextBytes(sent);
        ByteBuffer source = ByteBuffer.wrap(sent);
        byte[] received = receivedInParts(c, () -> {
            while (source.hasRemaining() && c.socket().write(source) > 0) {
                continue;
            }
            return !source.hasRemaining();
        });
        assertArrayEquals(sent, received);
    }

    /** Calls the writer whenever there is room, until it says that all is sent; returns what the peer has received then. */
    private byte[] receivedInParts(Connection c, Await.Condition writer) throws Exception {
        boolean[] allSent = new boolean[1];
        Recorder recorder = new Recorder().then((registration, readiness) -> {
            allSent[0] = writer.holds();
            if (allSent[0]) {
                registration.close();
                c.socket().shutdownOutput();
            }
        });
        register(c.socket(), Interest.WRITE, recorder);
        byte[][] received = new byte[1][];
        Background reader = Background.run(() -> received[0] = allFromPeer(c));
        try (reader) {
            pollUntil("all is sent", () -> allSent[0]);
        }
        return received[0];
    }

    /** More than the JDK for Windows gives the system in one call, of which that takes what it has room for. */
    @Test
    void largeGatheringWritesFinishInParts() throws Exception {
        Connection c = connection();
        c.socket().setOption(StandardSocketOptions.SO_SNDBUF, 16 * 1024);
        byte[] sent = new byte[3_000_000];
        new Random(7).nextBytes(sent);
        List<ByteBuffer> parts = new ArrayList<>();
        for (int at = 0; at < sent.length; at += 100_000) {
            parts.add(ByteBuffer.wrap(sent, at, 100_000));
        }
        ByteBuffer[] buffers = parts.toArray(new ByteBuffer[0]);
        int[] next = {0};
        byte[] received = receivedInParts(c, () -> {
            c.socket().write(buffers, next[0], Math.min(5, buffers.length - next[0]));
            while (next[0] < buffers.length && !buffers[next[0]].hasRemaining()) {
                next[0]++;
            }
            return next[0] == buffers.length;
        });
        assertArrayEquals(sent, received);
    }

    @Test
    void sendsAFileInParts() throws Exception {
        byte[] content = new byte[2_000_000];
        new Random(8).nextBytes(content);
        Path path = Files.write(directory.resolve("file \u00fc"), content);
        Connection c = connection();
        FileSource file = opened(port.openFile(path));
        assertEquals(content.length, file.size());
        long[] position = {100};
        byte[] received = receivedInParts(c, () -> {
            long n;
            while ((n = c.socket().send(file, position[0], content.length - position[0])) > 0) {
                position[0] += n;
            }
            return position[0] == content.length;
        });
        assertArrayEquals(java.util.Arrays.copyOfRange(content, 100, content.length), received);
    }

    /** A name is bytes to Linux: here 0xE9 and 0xFF, which are no UTF-8. */
    @Test
    void sendsAFileWhoseNameIsNotUtf8() throws Exception {
        assumeTrue(!System.getProperty("os.name").startsWith("Windows"), "a name is UTF-16 on Windows");
        Path path = Files.writeString(Path.of(URI.create(directory.toUri() + "caf%E9%FF")), "found");
        Connection c = connection();
        FileSource file = opened(port.openFile(path));
        assertEquals(5, c.socket().send(file, 0, 5));
        assertEquals("found", fromPeer(c, 5));
    }

    @Test
    void fileSourcesRefuseWhatTheyCannot() throws Exception {
        Path path = Files.writeString(directory.resolve("small"), "0123456789");
        Connection c = connection();
        assertThrows(NoSuchFileException.class, () -> port.openFile(directory.resolve("none")));
        FileSource file = opened(port.openFile(path));
        assertEquals(0, c.socket().send(file, 10, 5), "beyond the end");
        assertEquals(0, c.socket().send(file, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> c.socket().send(file, -1, 5));
        assertThrows(IllegalArgumentException.class, () -> c.socket().send(file, 0, -5));
        assertEquals(3, c.socket().send(file, 7, 100), "to the end");
        assertEquals("789", fromPeer(c, 3));
        assertTrue(file.toString().contains("small"), file::toString);
        file.close();
        file.close();
        assertThrows(ClosedChannelException.class, () -> c.socket().send(file, 0, 1));
        assertThrows(ClosedChannelException.class, file::size);
    }

    @Test
    void halfCloseAndFullCloseAreTold() throws Exception {
        // A half-close: data first, then the end; the other direction goes on.
        Connection half = connection();
        half.peerSends("last words");
        half.peer().shutdownOutput();
        Recorder recorder = new Recorder();
        Registration registration = register(half.socket(), Interest.READ, recorder);
        pollUntilCount(recorder, 1);
        assertTrue(recorder.last().isReadable());
        assertEquals(10, readUntilEnd(half.socket()));
        assertEquals(1, half.socket().write(ascii("x")));
        assertEquals("x", fromPeer(half, 1));
        if (backend == Backend.EPOLL) {
            pollUntil("the half-close is flagged", () -> recorder.last().isReadClosed());
            assertTrue(!recorder.last().isHangUp() && !recorder.last().isError(), recorder::toString);
        }
        // A full close: both ends shut, and no error.
        half.socket().shutdownOutput();
        if (backend == Backend.EPOLL) {
            pollUntil("the full close is flagged", () -> recorder.last().isHangUp());
            assertTrue(!recorder.last().isError(), recorder::toString);
        }
        registration.close();
    }

    @Test
    @NotOnWine(value = NotOnWine.RESET, until = 10)
    void aResetIsAnError() throws Exception {
        Connection reset = connection();
        Recorder resets = new Recorder();
        register(reset.socket(), Interest.READ, resets);
        reset.peerResets();
        pollUntilCount(resets, 1);
        assertTrue(resets.last().isReadable());
        if (backend == Backend.EPOLL) {
            assertTrue(resets.last().isError() && resets.last().isHangUp(), resets::toString);
        }
        assertThrows(IOException.class, () -> reset.socket().read(ByteBuffer.allocate(1)));
    }

    @Test
    void writingAfterTheEndsIsAnError() throws Exception {
        Connection c = connection();
        c.socket().shutdownOutput();
        assertThrows(IOException.class, () -> c.socket().write(ascii("x")));
        assertEquals(-1, c.peer().read(ByteBuffer.allocate(1)));
        Connection in = connection();
        in.socket().shutdownInput();
        assertEquals(-1, in.socket().read(ByteBuffer.allocate(1)));
    }

    @Test
    void halvesThatWereShutAreTold() throws Exception {
        Connection c = connection();
        c.peer().shutdownOutput();
        Await.until("the end is there", () -> c.socket().read(ByteBuffer.allocate(1)) < 0);
        assertFalse(c.socket().isInputShutdown(), "the peer's end is none");
        c.socket().shutdownInput();
        assertTrue(c.socket().isInputShutdown());
        assertFalse(c.socket().isOutputShutdown());
        c.socket().shutdownOutput();
        assertTrue(c.socket().isOutputShutdown());
    }

    /** The system's close would wait until a peer reads that has no reason to. */
    @Test
    void aCloseThatLingersWaitsForNobody() throws Exception {
        for (boolean isRegistered : new boolean[] {false, true}) {
            Connection c = connection();
            c.socket().setOption(StandardSocketOptions.SO_LINGER, 60);
            if (isRegistered) {
                register(c.socket(), Interest.READ, new Recorder());
            }
            long left = c.fill();
            try (Background closing = Background.run(c.socket()::close)) {
                Await.end(closing.thread());
            }
            port.poll(0);
            ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
            for (int count; (count = c.peer().read(buffer.clear())) >= 0; ) {
                left -= count;
            }
            assertEquals(0, left, "what was written arrives");
        }
    }

    @Test
    void closedSocketsSaySo() throws Exception {
        Connection c = connection();
        c.socket().close();
        c.socket().close();
        ByteBuffer buffer = ascii("x");
        assertThrows(ClosedChannelException.class, () -> c.socket().read(buffer));
        assertThrows(ClosedChannelException.class, () -> c.socket().write(buffer));
        assertThrows(ClosedChannelException.class, () -> c.socket().write(new ByteBuffer[] {buffer}, 0, 1));
        assertThrows(ClosedChannelException.class, c.socket()::localAddress);
        assertThrows(ClosedChannelException.class, c.socket()::remoteAddress);
        assertThrows(ClosedChannelException.class, c.socket()::shutdownOutput);
        assertThrows(ClosedChannelException.class, c.socket()::finishConnect);
        assertThrows(ClosedChannelException.class, () -> c.socket().setOption(StandardSocketOptions.TCP_NODELAY, true));
        assertEquals(1, buffer.remaining());
        assertTrue(c.socket().toString().contains("closed"), c.socket()::toString);
        listener.close();
        assertThrows(ClosedChannelException.class, listener::accept);
        assertThrows(ClosedChannelException.class, listener::localAddress);
        assertTrue(listener.toString().contains("closed"), listener::toString);
    }

    @Test
    void addressesAreTheJdks() throws Exception {
        Connection c = connection();
        assertEquals(c.peer().getRemoteAddress(), c.socket().localAddress());
        assertEquals(c.peer().getLocalAddress(), c.socket().remoteAddress());
        assertEquals(c.peer().getRemoteAddress(), listener.localAddress());
        assertNull(listener.accept());
        assertThrows(IllegalArgumentException.class, () -> {
            try (StreamListener other = port.openListener()) {
                other.bind(loopback(), 0);
            }
        });
    }

    @Test
    void optionsAreSetAndRead() throws Exception {
        Connection c = connection();
        c.socket().setOption(StandardSocketOptions.TCP_NODELAY, true);
        assertEquals(true, c.socket().getOption(StandardSocketOptions.TCP_NODELAY));
        c.socket().setOption(StandardSocketOptions.TCP_NODELAY, false);
        assertEquals(false, c.socket().getOption(StandardSocketOptions.TCP_NODELAY));
        c.socket().setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        assertEquals(true, c.socket().getOption(StandardSocketOptions.SO_KEEPALIVE));
        c.socket().setOption(StandardSocketOptions.SO_RCVBUF, 20_000);
        assertTrue(c.socket().getOption(StandardSocketOptions.SO_RCVBUF) >= 20_000);
        c.socket().setOption(StandardSocketOptions.SO_LINGER, 3);
        assertEquals(3, c.socket().getOption(StandardSocketOptions.SO_LINGER));
        c.socket().setOption(StandardSocketOptions.SO_LINGER, -1);
        assertEquals(-1, c.socket().getOption(StandardSocketOptions.SO_LINGER));
        assertThrows(UnsupportedOperationException.class, () -> c.socket()
                .setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SO_REUSEPORT")
    void listenersShareAPort() throws Exception {
        StreamListener reusing = opened(port.openListener());
        reusing.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        reusing.bind(loopback(), 1);
        StreamListener second = opened(port.openListener());
        second.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        second.bind(reusing.localAddress(), 1);
    }

    private static ByteBuffer ascii(String s) {
        return ByteBuffer.wrap(s.getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer direct(String s) {
        return ByteBuffer.allocateDirect(s.length()).put(ascii(s)).flip();
    }

    private static String text(ByteBuffer filled) {
        return StandardCharsets.US_ASCII.decode(filled.duplicate().flip()).toString();
    }

    private static String fromPeer(Connection c, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && c.peer().read(buffer) >= 0) {
            continue;
        }
        return text(buffer);
    }

    private static byte[] allFromPeer(Connection c) throws IOException {
        var all = new java.io.ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(10_000);
        while (c.peer().read(buffer.clear()) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
        }
        return all.toByteArray();
    }

    private static int readUntilEnd(StreamSocket socket) {
        ByteBuffer buffer = ByteBuffer.allocate(100);
        Await.until("the end of the stream", () -> socket.read(buffer) < 0);
        return buffer.position();
    }
}
