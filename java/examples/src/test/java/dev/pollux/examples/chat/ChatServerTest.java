package dev.pollux.examples.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.NotOnWine;
import dev.pollux.examples.server.Target;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chat server, over real sockets. */
@Timeout(120)
class ChatServerTest {
    private static final int LITTLE_BYTES = 4096;
    private static final int MEMBERS = Integer.getInteger("dev.pollux.test.chatMembers", 512);
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final long LONG_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** A member who types lines and reads them. */
    private static final class Person implements Closeable {
        private final Socket socket = new Socket();
        private final BufferedReader lines;

        Person(ChatServer server) throws IOException {
            this(server, 0);
        }

        /** @param receiveBufferBytes little, for one that never reads: what its system takes is not told again and again. 0: the usual */
        Person(ChatServer server, int receiveBufferBytes) throws IOException {
            if (receiveBufferBytes > 0) {
                socket.setReceiveBufferSize(receiveBufferBytes);
            }
            socket.connect(server.loops().address());
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        void says(String text) throws IOException {
            socket.getOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
        }

        /** Reads up to this line. */
        void reads(String expected) throws IOException {
            List<String> before = new ArrayList<>();
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.equals(expected)) {
                    return;
                }
                before.add(line);
            }
            throw new AssertionError("never read: " + expected + ", but " + before);
        }

        void readsTheEnd() throws IOException {
            while (lines.readLine() != null) {
                continue;
            }
            assertNull(lines.readLine());
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void peopleTalk(Backend backend) throws Exception {
        ChatServer server = ChatServer.start(ANY_PORT, Target.on(backend), ChatLimits.DEFAULT);
        try (Person ada = new Person(server)) {
            ada.reads("* guest1 has come");
            ada.says("/nick Ada");
            ada.reads("* guest1 is now Ada");
            try (Person bob = new Person(server)) {
                ada.reads("* guest2 has come");
                bob.says("/nick ada");
                bob.reads("* ada is taken");
                bob.says("/nick B b");
                bob.reads("* a name has 1 to 20 letters and digits");
                bob.says("/nick Bob");
                bob.says("h\u00e9llo");
                ada.reads("<Bob> h\u00e9llo");
                bob.reads("<Bob> h\u00e9llo");
                bob.says("/who");
                bob.reads("* Ada, Bob");
                bob.says("/what");
                bob.reads("* there are /nick NAME, /who and /quit");
                bob.says("/quit\nnot heard any more");
                bob.reads("* goodbye");
                bob.readsTheEnd();
            }
            ada.reads("* Bob has left: quit");
            try (Person cy = new Person(server)) {
                ada.reads("* guest3 has come");
                cy.says("x".repeat(ChatLimits.DEFAULT.lineBytes() + 1));
                // While cy is there: a close with something unread is a reset, which may be told first.
                ada.reads("* guest3 has left: a line of more than 1024 bytes");
            }
            assertEquals(1, server.memberCount());
        } finally {
            server.loops().close();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void whoIsSilentForTooLongIsDropped(Backend backend) throws Exception {
        ChatLimits limits = new ChatLimits(100, 1000, 1000, LONG_NANOS, TimeUnit.MILLISECONDS.toNanos(200));
        ChatServer server = ChatServer.start(ANY_PORT, Target.on(backend), limits);
        long startNanos = System.nanoTime();
        try (Person silent = new Person(server)) {
            silent.readsTheEnd();
            assertTrue(System.nanoTime() - startNanos >= limits.idleNanos(), "dropped early");
        } finally {
            server.loops().close();
        }
    }

    /** By its queue's size, and by the time that it is slow. */
    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void oneOfManyNeverReads(Backend backend) throws Exception {
        oneOfManyNeverReads(backend, new ChatLimits(1024, 32 * 1024, 128 * 1024, LONG_NANOS, LONG_NANOS));
        oneOfManyNeverReads(
                backend,
                new ChatLimits(1024, 32 * 1024, 16 * 1024 * 1024, TimeUnit.MILLISECONDS.toNanos(50), LONG_NANOS));
    }

    private void oneOfManyNeverReads(Backend backend, ChatLimits limits) throws Exception {
        int readers = MEMBERS - 1;
        int batch = 16;
        ChatServer server = ChatServer.start(ANY_PORT, Target.on(backend), limits);
        try (Selector selector = Selector.open();
                Person slow = new Person(server, LITTLE_BYTES);
                Crowd crowd = new Crowd(selector, server, readers)) {
            slow.says("/nick Slow");
            crowd.awaitArrival(server, readers + 1);
            long mostQueued = 0;
            int sent = 0;
            while (server.memberCount() > readers) {
                assertTrue(sent < 4000, "the slow one is still here");
                for (int i = 0; i < batch; i++) {
                    crowd.say(sent++);
                }
                mostQueued = Math.max(mostQueued, server.queuedBytes());
                crowd.readAll(sent);
            }
            for (int i = 0; i < batch; i++) {
                crowd.say(sent++);
            }
            crowd.readAll(sent); // all of them, in order
            assertEquals(1, server.slowDropped());
            assertEquals(readers, server.memberCount());
            long bound = limits.queueBytes() + (long) readers * batch * 500 + readers * 100L;
            assertTrue(mostQueued <= bound, mostQueued + " bytes were queued, more than " + bound);
        } finally {
            server.loops().close();
        }
    }

    /**
     * How long a message takes to all who read, without and with one who does not: reported, for a machine's load would
     * make an assertion false.
     */
    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    @NotOnWine("hundreds of connections' latencies take Wine minutes, and mean nothing there")
    void latencyWithoutAndWithASlowOne(Backend backend, TestReporter reporter) throws Exception {
        int rounds = Integer.getInteger("dev.pollux.test.chatRounds", 50);
        ChatLimits limits = new ChatLimits(1024, 32 * 1024, 256 * 1024 * 1024, LONG_NANOS, LONG_NANOS);
        ChatServer server = ChatServer.start(ANY_PORT, Target.on(backend), limits);
        try (Selector selector = Selector.open();
                Crowd crowd = new Crowd(selector, server, MEMBERS - 1)) {
            crowd.awaitArrival(server, MEMBERS - 1);
            int sent = 0;
            crowd.latencies(sent, 50); // to compile
            sent += 50;
            String without = crowd.latencies(sent, rounds);
            sent += rounds;
            try (Person slow = new Person(server, LITTLE_BYTES)) {
                slow.says("/nick Slow");
                crowd.awaitArrival(server, MEMBERS);
                while (server.queuedBytes() <= 2 * 32 * 1024) { // nothing but what waits for the slow one
                    for (int i = 0; i < 16; i++) {
                        crowd.say(sent++);
                    }
                    crowd.readAll(sent);
                }
                String with = crowd.latencies(sent, rounds);
                assertEquals(MEMBERS, server.memberCount());
                reporter.publishEntry(backend + " without a slow one", without);
                reporter.publishEntry(backend + " with a slow one", with);
            }
        } finally {
            server.loops().close();
        }
    }

    /** Members who read all that comes, and check that no message is missing; the first of them talks. */
    private static final class Crowd implements Closeable {
        private static final String FILL = "x".repeat(400);

        private final Selector selector;
        private final List<SocketChannel> channels = new ArrayList<>();
        private final Reader[] readers;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

        private static final class Reader {
            final StringBuilder line = new StringBuilder();
            int next;
        }

        Crowd(Selector selector, ChatServer server, int count) throws IOException {
            this.selector = selector;
            readers = new Reader[count];
            for (int i = 0; i < count; i++) {
                SocketChannel channel = SocketChannel.open(server.loops().address());
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channels.add(channel);
                readers[i] = new Reader();
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, readers[i]);
            }
        }

        void awaitArrival(ChatServer server, int count) throws IOException {
            while (server.memberCount() < count) {
                selector.select(this::read, 1);
            }
        }

        void say(int number) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap((number + " " + FILL + "\n").getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channels.get(0).write(bytes);
            }
        }

        void readAll(int count) throws IOException {
            for (Reader reader : readers) {
                while (reader.next < count) {
                    selector.select(this::read, 1000);
                }
            }
        }

        /** Says one message after the other; returns percentiles of the time until all have it. */
        String latencies(int first, int rounds) throws IOException {
            long[] nanos = new long[rounds];
            for (int i = 0; i < rounds; i++) {
                long startNanos = System.nanoTime();
                say(first + i);
                readAll(first + i + 1);
                nanos[i] = System.nanoTime() - startNanos;
            }
            Arrays.sort(nanos);
            return String.format(
                    "to all of %d: p50=%.2f p99=%.2f max=%.2f ms",
                    readers.length, nanos[rounds / 2] / 1e6, nanos[rounds * 99 / 100] / 1e6, nanos[rounds - 1] / 1e6);
        }

        private void read(SelectionKey key) {
            try {
                int count = ((SocketChannel) key.channel()).read(buffer.clear());
                assertTrue(count >= 0, "a reader was dropped");
            } catch (IOException e) {
                throw new AssertionError("a reader was dropped", e);
            }
            Reader reader = (Reader) key.attachment();
            buffer.flip();
            while (buffer.hasRemaining()) {
                char c = (char) buffer.get();
                if (c == '\n') {
                    take(reader, reader.line.toString());
                    reader.line.setLength(0);
                } else {
                    reader.line.append(c);
                }
            }
        }

        private static void take(Reader reader, String line) {
            if (line.startsWith("<")) {
                int start = line.indexOf("> ") + 2;
                assertEquals(reader.next + " " + FILL, line.substring(start));
                reader.next++;
            }
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
    }
}
