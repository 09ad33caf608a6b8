package dev.pollux.examples.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.examples.Backends;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That the README's program is the one that is compiled here, and does what it says. */
@Timeout(60)
class ReadmeTest {
    private static final Path MODULE = Path.of(System.getProperty("basedir", ""));

    private static String text(String file) throws IOException {
        return Files.readString(MODULE.resolve(file)).replace("\r\n", "\n");
    }

    @Test
    void theReadmeHasTheProgramOfTheCompletionPort() throws IOException {
        String source = text("src/test/java/dev/pollux/examples/readme/Echo.java");
        String program = source.substring(source.indexOf("final class Echo"));
        assertTrue(text("../../README.md").contains("```java\n" + program + "```\n"), "not as in Echo.java");
    }

    @Test
    void itEchoes() throws IOException {
        assumeTrue(Backends.ofCompletion().findAny().isPresent(), "needs a completion port");
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (CompletionPort port = CompletionPort.open();
                CompletionDispatcher loop = CompletionDispatcher.over(port)) {
            CompletionListener listener = port.listen(anyPort, Echo::serve);
            Thread server = new Thread(() -> {
                try {
                    loop.run();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            server.start();
            byte[] sent = new byte[1_000_000];
            for (int i = 0; i < sent.length; i++) {
                sent[i] = (byte) (i * 31 + (i >> 8));
            }
            try (Socket socket = new Socket()) {
                socket.connect(listener.localAddress());
                for (int at = 0; at < sent.length; at += 100_000) {
                    socket.getOutputStream().write(sent, at, 100_000);
                    byte[] received = socket.getInputStream().readNBytes(100_000);
                    assertEquals(
                            new String(sent, at, 100_000, StandardCharsets.ISO_8859_1),
                            new String(received, StandardCharsets.ISO_8859_1));
                }
                socket.shutdownOutput();
                assertEquals(-1, socket.getInputStream().read());
            } finally {
                loop.stop();
            }
        }
    }
}
