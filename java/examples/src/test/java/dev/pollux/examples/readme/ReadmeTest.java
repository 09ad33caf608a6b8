package dev.pollux.examples.readme;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionFile;
import dev.pollux.completion.CompletionListener;
import dev.pollux.examples.Backends;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the README's programs are those that are compiled here, and do what it says. */
@Timeout(60)
class ReadmeTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Path MODULE = Path.of(System.getProperty("basedir", ""));

    private static String text(String file) throws IOException {
        return Files.readString(MODULE.resolve(file)).replace("\r\n", "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Echo", "Proxy", "OneFile"})
    void theReadmeHasTheProgramsOfTheCompletionPort(String name) throws IOException {
        String source = text("src/test/java/dev/pollux/examples/readme/" + name + ".java");
        String program = source.substring(source.indexOf("final class " + name));
        assertTrue(text("../../README.md").contains("```java\n" + program + "```\n"), "not as in " + name + ".java");
    }

    private static void run(CompletionDispatcher loop) {
        Thread server = new Thread(() -> {
            try {
                loop.run();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        server.start();
    }

    /** Sends this in pieces, gets it back, and sees the end after its own. */
    private static void echoes(InetSocketAddress server) throws IOException {
        byte[] sent = new byte[1_000_000];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) (i * 31 + (i >> 8));
        }
        try (Socket socket = new Socket()) {
            socket.connect(server);
            for (int at = 0; at < sent.length; at += 100_000) {
                socket.getOutputStream().write(sent, at, 100_000);
                byte[] received = socket.getInputStream().readNBytes(100_000);
                assertEquals(
                        new String(sent, at, 100_000, StandardCharsets.ISO_8859_1),
                        new String(received, StandardCharsets.ISO_8859_1));
            }
            socket.shutdownOutput();
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    @Test
    void itEchoes() throws IOException {
        assumeTrue(Backends.ofCompletion().findAny().isPresent(), "needs a completion port");
        try (CompletionDispatcher loop = CompletionDispatcher.open()) {
            CompletionListener listener = loop.listen(ANY_PORT, Echo::serve);
            run(loop);
            echoes(listener.localAddress());
        }
    }

    @Test
    void itCarries() throws IOException {
        assumeTrue(Backends.ofCompletion().findAny().isPresent(), "needs a completion port");
        try (CompletionDispatcher loop = CompletionDispatcher.open()) {
            InetSocketAddress echo = loop.listen(ANY_PORT, Echo::serve).localAddress();
            CompletionListener listener = loop.listen(ANY_PORT, client -> Proxy.serve(loop, client, echo));
            run(loop);
            echoes(listener.localAddress());
        }
    }

    @Test
    void itSendsAFile(@TempDir Path folder) throws IOException {
        assumeTrue(Backends.ofCompletion().findAny().isPresent(), "needs a completion port");
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        Path path = Files.write(folder.resolve("file"), content);
        try (CompletionDispatcher loop = CompletionDispatcher.open()) {
            CompletionFile file = loop.port().openFile(path);
            CompletionListener listener = loop.listen(ANY_PORT, socket -> OneFile.serve(socket, file));
            run(loop);
            try (Socket socket = new Socket()) {
                socket.connect(listener.localAddress());
                assertArrayEquals(content, socket.getInputStream().readAllBytes());
            }
        }
    }
}
