package dev.pollux.examples.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.NotOnWine;
import dev.pollux.completion.CompletionListener;
import dev.pollux.examples.RunningCompletions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The file server, on every completion backend that there is here, and a client by {@code java.net}. */
@Timeout(60)
class StreamFilesTest {
    private static final String COMPLETION = "dev.pollux.examples.Backends#ofCompletion";
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final long LONG_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final String ABSENT = "error: no such file";

    @TempDir
    Path directory;

    private Path root;

    @BeforeEach
    void makeFiles() throws IOException {
        root = Files.createDirectory(directory.resolve("root"));
        Files.writeString(directory.resolve("secret"), "not for you");
        Files.writeString(root.resolve("hello"), "hello, client");
        Files.createFile(root.resolve("empty"));
        Files.createDirectory(root.resolve("sub"));
        Files.write(root.resolve("sub").resolve("large file"), pattern(5_000_000));
    }

    private static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8));
        }
        return bytes;
    }

    private static String crc(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return String.format("%08x", sum.getValue());
    }

    /** What a client does with a server. */
    @FunctionalInterface
    private interface Conversation {
        void hold(Client client) throws Exception;
    }

    /** Nothing that was lent is kept, whatever was said. */
    private void serve(Backend backend, long idleNanos, Conversation conversation) throws Exception {
        RunningCompletions running = new RunningCompletions(backend);
        try (running) {
            CompletionListener listener = StreamFiles.listen(running.port(), ANY_PORT, root, idleNanos);
            try (Client client = new Client(listener)) {
                conversation.hold(client);
            }
            listener.close();
            Await.until("nothing is pending", () -> running.port().pendingOperations() == 0);
        }
        assertEquals(List.of(), running.failures());
    }

    /** A connection of the JDK's. */
    private static final class Client implements AutoCloseable {
        private final Socket socket = new Socket();

        Client(CompletionListener listener) throws IOException {
            socket.connect(listener.localAddress());
        }

        void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = in().read(); next != '\n'; next = in().read()) {
                if (next < 0) {
                    return "end after '" + line + "'";
                }
                line.append((char) next);
            }
            return line.toString();
        }

        byte[] bytes(int count) throws IOException {
            return in().readNBytes(count);
        }

        private InputStream in() throws IOException {
            return socket.getInputStream();
        }

        String ask(String request) throws IOException {
            say(request + "\n");
            return line();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource(COMPLETION)
    void filesAreSentOneAfterAnother(Backend backend) throws Exception {
        serve(backend, LONG_NANOS, client -> {
            assertEquals("ok 13", client.ask("get hello"));
            assertEquals("hello, client", new String(client.bytes(13), StandardCharsets.US_ASCII));
            assertEquals("ok 0", client.ask("get empty"));
            assertEquals("ok 5000000", client.ask("get sub/large file"));
            assertArrayEquals(pattern(5_000_000), client.bytes(5_000_000));
            assertEquals("ok 13", client.ask("get sub/../hello"));
            assertEquals("hello, client", new String(client.bytes(13), StandardCharsets.US_ASCII));
        });
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource(COMPLETION)
    void filesAreReadToTheirEnd(Backend backend) throws Exception {
        serve(backend, LONG_NANOS, client -> {
            assertEquals("ok " + crc("hello, client".getBytes(StandardCharsets.US_ASCII)), client.ask("sum hello"));
            assertEquals("ok 00000000", client.ask("sum empty"));
            assertEquals("ok " + crc(pattern(5_000_000)), client.ask("sum sub/large file"));
        });
    }

    /** Nothing of what follows is answered before, and the client's end is no end of its answers. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource(COMPLETION)
    void requestsThatComeTogetherAreAnsweredInOrder(Backend backend) throws Exception {
        serve(backend, LONG_NANOS, client -> {
            client.say("get sub/large file\nsum hello\nwhat\nget he");
            client.say("llo\n");
            client.socket.shutdownOutput();
            assertEquals("ok 5000000", client.line());
            assertArrayEquals(pattern(5_000_000), client.bytes(5_000_000));
            assertEquals("ok " + crc("hello, client".getBytes(StandardCharsets.US_ASCII)), client.line());
            assertEquals("error: get NAME or sum NAME", client.line());
            assertEquals("ok 13", client.line());
            assertEquals("hello, client", new String(client.bytes(13), StandardCharsets.US_ASCII));
            assertEquals(-1, client.in().read());
        });
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource(COMPLETION)
    void whatIsOutsideIsNotThere(Backend backend) throws Exception {
        serve(backend, LONG_NANOS, client -> {
            assertEquals(ABSENT, client.ask("get nothing"));
            assertEquals(ABSENT, client.ask("get ../secret"));
            assertEquals(ABSENT, client.ask("sum sub/../../secret"));
            assertEquals(ABSENT, client.ask("get " + directory.resolve("secret").toRealPath()));
            assertEquals(ABSENT, client.ask("get sub"));
            assertEquals(ABSENT, client.ask("get"));
            assertEquals(ABSENT, client.ask("get a\0b"));
            assertEquals("ok 0", client.ask("get empty"));
        });
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource(COMPLETION)
    void noLinkLeadsOut(Backend backend) throws Exception {
        try {
            Files.createSymbolicLink(root.resolve("link"), directory.resolve("secret"));
        } catch (UnsupportedOperationException | FileSystemException e) {
            abort("this user can't make symbolic links here: " + e.getMessage());
        }
        serve(backend, LONG_NANOS, client -> assertEquals(ABSENT, client.ask("get link")));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource(COMPLETION)
    void aLineHasAnEnd(Backend backend) throws Exception {
        serve(backend, LONG_NANOS, client -> {
            client.say("get " + "x".repeat(1020));
            client.say("x");
            assertEquals(-1, client.in().read());
        });
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource(COMPLETION)
    void whoSaysNothingIsTurnedAway(Backend backend) throws Exception {
        serve(backend, TimeUnit.MILLISECONDS.toNanos(50), client -> {
            assertEquals(-1, client.in().read());
        });
    }

    /** In the midst of a file: the operation ends, and all that it has goes back. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource(COMPLETION)
    void aClientThatGoesLeavesNothingBehind(Backend backend) throws Exception {
        assumeFalse(
                backend == Backend.IOCP && NotOnWine.Here.is(),
                "Wine 8 may leave a TransmitFile undone whose peer resets the connection, as a program in C shows; runs on real Windows");
        serve(backend, LONG_NANOS, client -> {
            client.say("get sub/large file\nget sub/large file\nget sub/large file\n");
            assertEquals("ok 5000000", client.line());
            client.socket.setSoLinger(true, 0);
        });
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource(COMPLETION)
    void aDirectoryThatIsNotThereIsToldAtOnce(Backend backend) throws Exception {
        try (RunningCompletions running = new RunningCompletions(backend)) {
            assertThrows(
                    IOException.class,
                    () -> StreamFiles.listen(running.port(), ANY_PORT, root.resolve("nothing"), LONG_NANOS));
        }
    }
}
