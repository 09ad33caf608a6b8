package dev.pollux.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Backend;
import dev.pollux.examples.baseline.SelectorHttpServers;
import dev.pollux.examples.http.HttpLimits;
import dev.pollux.examples.http.HttpServer;
import dev.pollux.examples.server.RunningLoops;
import dev.pollux.examples.server.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The HTTP server, over real sockets: with a client that knows HTTP, and with bytes that no such client would send. */
@Timeout(60)
class HttpServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String GET = "GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    private Path directory;

    private Path root;
    private boolean linked;
    private final byte[] large = new byte[5_000_000];

    @BeforeEach
    void createFiles() throws IOException {
        new Random(1).nextBytes(large);
        root = Files.createDirectory(directory.resolve("root"));
        Files.writeString(directory.resolve("secret.txt"), "secret");
        Files.writeString(root.resolve("index.html"), "<p>index</p>");
        Files.writeString(root.resolve("a b.txt"), "text");
        Files.createFile(root.resolve("empty.css"));
        Files.write(root.resolve("large.bin"), large);
        Files.createDirectory(root.resolve("bare"));
        link("inside", root.resolve("a b.txt"));
        link("outside", directory.resolve("secret.txt"));
        link("up", directory);
    }

    /** Windows lets not everyone link; under Wine a link leads nowhere. */
    private void link(String name, Path target) {
        try {
            Files.createSymbolicLink(root.resolve(name), target);
            linked = Files.isSameFile(root.resolve(name), target);
        } catch (IOException refused) {
            linked = false;
        }
    }

    private RunningLoops start(Backend backend) throws IOException {
        return HttpServer.start(ANY_PORT, 1, Target.on(backend), root, HttpLimits.DEFAULT);
    }

    /** {@return all that the server sends until it closes, as it does after "Connection: close" and after an error} */
    private static String talk(InetSocketAddress address, String bytes) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String get(InetSocketAddress address, String target) throws IOException {
        return talk(address, "GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }

    private static void assertStatus(int status, String response) {
        assertTrue(response.startsWith("HTTP/1.1 " + status + " "), response);
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void aClientThatKnowsHttp(Backend backend) throws Exception {
        try (RunningLoops server = start(backend)) {
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            URI base = URI.create("http://127.0.0.1:" + server.address().getPort());
            HttpResponse<String> hello = client.send(
                    HttpRequest.newBuilder(base.resolve("/plaintext")).build(), BodyHandlers.ofString());
            assertEquals(200, hello.statusCode());
            assertEquals("Hello, World!", hello.body());
            assertTrue(hello.headers().firstValue("Date").orElse("").endsWith(" GMT"));
            assertTrue(hello.headers().firstValue("Server").isPresent());
            HttpResponse<byte[]> file = client.send(
                    HttpRequest.newBuilder(base.resolve("/large.bin")).build(), BodyHandlers.ofByteArray());
            assertArrayEquals(large, file.body());
            HttpRequest post = HttpRequest.newBuilder(base.resolve("/"))
                    .expectContinue(true)
                    .POST(BodyPublishers.ofByteArray(new byte[100_000]))
                    .build();
            HttpResponse<String> refused = client.send(post, BodyHandlers.ofString());
            assertEquals(405, refused.statusCode());
            assertEquals("GET, HEAD", refused.headers().firstValue("Allow").orElse(""));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void files(Backend backend) throws IOException {
        try (RunningLoops server = start(backend)) {
            InetSocketAddress address = server.address();
            assertTrue(get(address, "/").endsWith("\r\n\r\n<p>index</p>"));
            assertTrue(get(address, "/a%20b.txt?x").endsWith("\r\n\r\ntext"));
            assertTrue(get(address, "/a%20b.txt").contains("\r\nContent-Type: text/plain; charset=utf-8\r\n"));
            assertTrue(get(address, "/empty.css").contains("\r\nContent-Length: 0\r\n"));
            String head = talk(address, "HEAD /large.bin HTTP/1.0\r\n\r\n");
            assertTrue(head.contains("\r\nContent-Length: 5000000\r\n") && head.endsWith("\r\n\r\n"), head);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void linksWithinTheRoot(Backend backend) throws IOException {
        assumeTrue(linked, "symbolic links can't be made here");
        try (RunningLoops server = start(backend)) {
            assertTrue(get(server.address(), "/inside").endsWith("\r\n\r\ntext"));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void nothingOutsideOfTheRoot(Backend backend) throws IOException {
        try (RunningLoops server = start(backend)) {
            InetSocketAddress address = server.address();
            for (String target : new String[] {
                "/../secret.txt",
                "/%2e%2e/secret.txt",
                "/.%2E/secret.txt",
                "/x/../../secret.txt",
                "/outside",
                "/up/secret.txt",
                "/bare",
                "/bare/",
                "/absent",
                "/index.html/",
                "/./index.html",
                "//../secret.txt",
                "/..%5Csecret.txt"
            }) {
                String response = get(address, target);
                assertStatus(404, response);
                assertTrue(!response.contains("secret"), target);
            }
            for (String target : new String[] {"/index.html%00", "/%2e%2e%2fsecret.txt", "/%", "*", "index.html"}) {
                assertStatus(400, get(address, target));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void errorsEndTheConnection(Backend backend) throws IOException {
        try (RunningLoops server = start(backend)) {
            InetSocketAddress address = server.address();
            assertStatus(400, talk(address, "GET /plaintext HTTP/1.1\r\n\r\n" + GET));
            assertStatus(400, talk(address, "GET / HTTP/1.1\nHost: a\n\n"));
            assertStatus(414, talk(address, "GET /" + "a".repeat(9000) + " HTTP/1.1\r\n"));
            assertStatus(431, talk(address, "GET / HTTP/1.1\r\nX: " + "a".repeat(20_000) + "\r\n"));
            assertStatus(413, talk(address, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n"));
            assertStatus(501, talk(address, "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: br\r\n\r\n"));
            assertStatus(501, talk(address, "BREW / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
            assertStatus(405, talk(address, "DELETE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
            assertStatus(505, talk(address, "GET / HTTP/2.0\r\n\r\n"));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void pipelinedRequestsAreAnsweredInOrder(Backend backend) throws IOException {
        try (RunningLoops server = start(backend)) {
            String answers = talk(
                    server.address(),
                    GET.repeat(500)
                            + "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                            + "GET /large.bin HTTP/1.1\r\nHost: a\r\n\r\n"
                            + "GET /absent HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            String[] heads = answers.split("HTTP/1\\.1 (?=\\d\\d\\d )");
            assertEquals(1 + 500 + 3, heads.length);
            assertTrue(heads[500].startsWith("200 OK") && heads[500].endsWith("Hello, World!"));
            assertTrue(heads[501].startsWith("405 "));
            assertTrue(heads[502].startsWith("200 OK"));
            assertTrue(heads[502].endsWith(new String(large, StandardCharsets.ISO_8859_1)));
            assertTrue(heads[503].startsWith("404 "));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void version10ClosesUnlessAsked(Backend backend) throws IOException {
        try (RunningLoops server = start(backend)) {
            String keep = "GET /plaintext HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
            String answers = talk(server.address(), keep + "GET /plaintext HTTP/1.0\r\n\r\n");
            assertEquals(1, answers.split("Connection: keep-alive", -1).length - 1);
            assertEquals(1, answers.split("Connection: close", -1).length - 1);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void aClientThatShutsItsHalfIsAnswered(Backend backend) throws IOException {
        try (RunningLoops server = start(backend);
                Socket socket = new Socket()) {
            socket.connect(server.address());
            socket.getOutputStream().write(GET.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            assertTrue(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
                    .endsWith("Hello, World!"));
        }
    }

    @Test
    void theBaselineAnswersTheSameBytes() throws IOException {
        String request = GET + "GET /plaintext HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        try (RunningLoops server = HttpServer.start(ANY_PORT, 1, Target.READINESS, null, HttpLimits.DEFAULT);
                SelectorHttpServers baseline = SelectorHttpServers.start(ANY_PORT, 1)) {
            String date = "Date: [^\r]*";
            assertEquals(
                    talk(server.address(), request).replaceAll(date, ""),
                    talk(baseline.address(), request).replaceAll(date, ""));
        }
    }
}
