package dev.pollux.examples.cookbook;

import static dev.pollux.examples.cookbook.Program.connect;
import static dev.pollux.examples.cookbook.Program.line;
import static dev.pollux.examples.cookbook.Program.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.NotOnWine;
import dev.pollux.VacantAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cook-book's programs that speak over TCP, each run as a whole, with real clients and servers. */
@Timeout(120)
@SuppressWarnings("try") // some resources are closed early, on purpose
class StreamProgramsTest {
    private static final String PADDING = "p".repeat(500);

    private static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8));
        }
        return bytes;
    }

    /** Reads to the end in a thread, because the other end waits until it is read from. */
    private static Thread sink(InputStream from, byte[][] into) {
        Thread reader = new Thread(() -> {
            try {
                into[0] = from.readAllBytes();
            } catch (IOException e) {
                into[0] = null;
            }
        });
        reader.start();
        return reader;
    }

    @ParameterizedTest
    @ValueSource(strings = {"best", "nio,emulated"})
    void theProxyCarriesBothWaysAndTheEndOfEach(String backends) throws Exception {
        try (ServerSocket upstream = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"));
                Program proxy = Program.start(backends, Proxy.class, "0", "127.0.0.1", "" + upstream.getLocalPort())) {
            int port = proxy.port();
            byte[] sent = pattern(3_000_000);
            try (Socket client = connect(port);
                    Socket server = upstream.accept()) {
                byte[][] received = new byte[1][];
                Thread reader = sink(server.getInputStream(), received);
                client.getOutputStream().write(sent);
                client.shutdownOutput();
                reader.join();
                assertArrayEquals(sent, received[0]);
                write(server, "an answer after the client's end\n");
                assertEquals("an answer after the client's end", line(client));
                server.close();
                assertEquals(-1, client.getInputStream().read());
            }
        }
    }

    @NotOnWine(NotOnWine.RESET)
    @ParameterizedTest
    @ValueSource(strings = {"best", "nio,emulated"})
    void theProxyPassesOnAReset(String backends) throws Exception {
        try (ServerSocket upstream = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"));
                Program proxy = Program.start(backends, Proxy.class, "0", "127.0.0.1", "" + upstream.getLocalPort())) {
            int port = proxy.port();
            try (Socket client = connect(port);
                    Socket server = upstream.accept()) {
                server.setSoLinger(true, 0);
                server.close(); // a reset
                assertThrows(
                        SocketException.class, () -> client.getInputStream().read(), "it goes on as a reset");
            }
            upstream.close();
            try (Socket client = connect(port)) {
                assertThrows(
                        SocketException.class, () -> client.getInputStream().read(), "nobody has taken it");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"best", "nio,emulated"})
    void theChatTellsTheOthersAndDropsWhoDoesNotRead(String backends) throws Exception {
        try (Program chat = Program.start(backends, Chat.class, "0")) {
            int port = chat.port();
            try (Socket ann = connect(port);
                    Socket bob = connect(port);
                    Socket deaf = new Socket()) {
                deaf.setReceiveBufferSize(4096);
                deaf.connect(ann.getRemoteSocketAddress());
                heard(ann, bob);
                heard(ann, deaf);
                write(bob, "in two ");
                write(bob, "parts\n");
                assertEquals("in two parts", line(ann));
                String text = "x".repeat(1000) + "\n";
                Thread reader = sink(ann.getInputStream(), new byte[1][]);
                Thread writer = new Thread(() -> {
                    try {
                        while (true) {
                            write(bob, text); // until the test closes it
                        }
                    } catch (IOException e) {
                        // it is over
                    }
                });
                writer.start();
                // The deaf one reads nothing before it was dropped: then its end comes behind what was on its way.
                while (!dropped(deaf)) {
                    Thread.onSpinWait();
                }
                bob.close();
                writer.join();
                ann.shutdownInput();
                reader.join();
            }
            try (Socket loud = connect(port)) {
                write(loud, "y".repeat(5000)); // no line is so long
                assertThrows(SocketException.class, () -> {
                    while (loud.getInputStream().read() >= 0) { // that the others leave is told, too
                        continue;
                    }
                    throw new SocketException("the end is as good as a reset");
                });
            }
        }
    }

    /** A member is in the room once it hears what another says, so the other says it until then. */
    private static void heard(Socket from, Socket by) throws IOException {
        by.setSoTimeout(20);
        while (true) {
            write(from, "hello\n");
            try {
                assertEquals("hello", line(by));
                break;
            } catch (java.net.SocketTimeoutException e) {
                // not yet
            }
        }
        by.setSoTimeout(60_000);
    }

    /** Whether its peer has closed: a write fails then, some time after. */
    private static boolean dropped(Socket socket) {
        try {
            write(socket, "\n");
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"best", "nio,emulated"})
    void httpAnswersRequestAfterRequest(String backends) throws Exception {
        try (Program http = Program.start(backends, HttpKeepAlive.class, "0")) {
            int port = http.port();
            try (Socket client = connect(port)) {
                write(client, "GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\nGET /c HT");
                assertEquals("you asked for /a", body(client, "200 OK"));
                assertEquals("you asked for /b", body(client, "200 OK"));
                write(client, "TP/1.1\r\nHost: x\r\n\r\n");
                assertEquals("you asked for /c", body(client, "200 OK"));
                write(client, "DELETE / HTTP/1.1\r\nHost: x\r\n\r\n");
                assertEquals("", body(client, "405 Method Not Allowed"));
                write(client, "GET /d HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                assertEquals("you asked for /d", body(client, "200 OK"));
                assertEquals(-1, client.getInputStream().read());
            }
            refuses(port, "GET\r\n\r\n", "400 Bad Request");
            refuses(port, "GET / HTTP/1.1\r\n\r\n", "400 Bad Request"); // which host?
            refuses(port, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", "413 Content Too Large");
            refuses(port, "GET /" + "a".repeat(8 * 1024 - 5), "431 Request Header Fields Too Large");
            manyPipelined(http, port);
        }
    }

    private static void refuses(int port, String request, String status) throws IOException {
        try (Socket client = connect(port)) {
            write(client, request);
            assertEquals("", body(client, status));
            assertEquals(-1, client.getInputStream().read());
        }
    }

    /** More answers than the buffers hold, and a client that reads nothing before the server can't go on: the back-pressure's way. */
    private static void manyPipelined(Program server, int port) throws Exception {
        int count = 12_000;
        StringBuilder requests = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < count; i++) {
            requests.append("GET /")
                    .append(PADDING)
                    .append(i)
                    .append(" HTTP/1.1\r\nHost: x\r\n")
                    .append(i == count - 1 ? "Connection: close\r\n\r\n" : "\r\n");
            expected.append("you asked for /").append(PADDING).append(i).append('\n');
        }
        ByteBuffer output = StandardCharsets.ISO_8859_1.encode(requests.toString());
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        try (SocketChannel client = SocketChannel.open()) {
            client.setOption(StandardSocketOptions.SO_RCVBUF, 64 * 1024);
            client.connect(new InetSocketAddress("127.0.0.1", port));
            client.configureBlocking(false);
            ByteBuffer input = ByteBuffer.allocate(64 * 1024);
            while (output.hasRemaining()) {
                if (client.write(output) == 0) {
                    server.rest();
                    if (client.write(output) == 0) {
                        take(client, input.clear(), answers);
                    }
                }
            }
            server.rest();
            client.configureBlocking(true);
            while (take(client, input.clear(), answers) >= 0) {
                continue;
            }
        }
        String got = answers.toString(StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.startsWith("you asked"))
                .collect(Collectors.joining("\n", "", "\n"));
        assertEquals(expected.toString(), got);
    }

    private static int take(SocketChannel from, ByteBuffer buffer, ByteArrayOutputStream into) throws IOException {
        int count = from.read(buffer);
        into.write(buffer.array(), 0, buffer.position());
        return count;
    }

    private static String body(Socket client, String status) throws IOException {
        assertEquals("HTTP/1.1 " + status, line(client));
        int length = -1;
        for (String field = line(client); !field.isEmpty(); field = line(client)) {
            if (field.startsWith("Content-Length: ")) {
                length = Integer.parseInt(field.substring(16));
            }
        }
        return new String(client.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1).strip();
    }

    @ParameterizedTest
    @ValueSource(strings = {"best", "nio,emulated"})
    void theFileServerSendsWhatIsThere(String backends, @TempDir Path folder) throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        byte[] content = pattern(2_000_000);
        Files.write(root.resolve("a file"), content);
        Files.createFile(root.resolve("empty"));
        Files.createDirectory(root.resolve("a folder"));
        Files.writeString(folder.resolve("secret"), "not for you");
        try (Program server = Program.start(backends, FileServer.class, "0", root.toString())) {
            int port = server.port();
            assertArrayEquals(content, file(port, "a file", "size 2000000"));
            assertArrayEquals(new byte[0], file(port, "empty", "size 0"));
            for (String name : List.of(
                    "absent", "a folder", "../secret", folder.resolve("secret").toString(), "", "\0")) {
                assertArrayEquals(new byte[0], file(port, name, "no such file"));
            }
            try (Socket client = connect(port)) {
                client.shutdownOutput(); // asks for nothing
                assertEquals(-1, client.getInputStream().read());
            }
        }
    }

    private static byte[] file(int port, String name, String answer) throws IOException {
        try (Socket client = connect(port)) {
            write(client, name + "\n");
            client.shutdownOutput();
            assertEquals(answer, line(client), name);
            return client.getInputStream().readAllBytes();
        }
    }

    /** A server of lines, by threads: it ends each connection after three answers. */
    private static void serveLines(ServerSocket server, TreeSet<Integer> connections, AtomicInteger most) {
        AtomicInteger open = new AtomicInteger();
        while (true) {
            try {
                Socket socket = server.accept();
                synchronized (connections) {
                    connections.add(socket.getPort());
                    most.accumulateAndGet(open.incrementAndGet(), Math::max);
                }
                new Thread(() -> {
                            try (socket) {
                                for (int i = 0; i < 3; i++) {
                                    String line = line(socket);
                                    if (line.isEmpty()) {
                                        return;
                                    }
                                    write(socket, "answer to " + line + "\n");
                                }
                                open.decrementAndGet(); // before its end is seen
                            } catch (IOException e) {
                                // its client is gone
                            }
                        })
                        .start();
            } catch (IOException e) {
                return; // the test is over
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"best", "nio,emulated"})
    void thePoolAnswersAllByFewConnections(String backends) throws Exception {
        TreeSet<Integer> connections = new TreeSet<>();
        AtomicInteger most = new AtomicInteger();
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getByName("127.0.0.1"))) {
            new Thread(() -> serveLines(server, connections, most)).start();
            TreeSet<String> answers = new TreeSet<>();
            try (Program pool = Program.start(backends, ConnectionPool.class, "" + server.getLocalPort(), "4", "60")) {
                for (String line = pool.line(); line != null; line = pool.line()) {
                    assertTrue(line.startsWith("answer to request "), line);
                    answers.add(line);
                }
                assertEquals(0, pool.exitCode());
            }
            assertEquals(60, answers.size());
            synchronized (connections) {
                assertTrue(connections.size() >= 20, connections.size() + " connections, of three answers each");
                assertTrue(most.get() <= 4, most + " at a time");
            }
        }
        try (VacantAddress vacant = new VacantAddress()) {
            String port = "" + vacant.address().getPort();
            try (Program pool = Program.start(backends, ConnectionPool.class, port, "2", "5")) {
                for (int i = 0; i < 5; i++) {
                    String line = pool.line();
                    assertTrue(line.startsWith("failed: "), line);
                }
                assertEquals(null, pool.line());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"best", "nio,emulated"})
    void theLoopOfItsOwnHasFramesTasksAndSockets(String backends) throws Exception {
        try (Program loop = Program.start(backends, CustomEventLoop.class, "0")) {
            int port = loop.port();
            try (Socket client = connect(port)) {
                write(client, "?");
                long first = Long.parseLong(line(client).substring(6));
                long later = first;
                while (later == first) { // until there was a frame
                    write(client, "?");
                    later = Long.parseLong(line(client).substring(6));
                }
                assertTrue(later > first);
                loop.say("hello");
                assertEquals("said: hello", loop.line());
            }
            loop.endInput();
            assertEquals(0, loop.exitCode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"best", "nio,emulated"})
    void whoAsksForTooMuchAtOnceIsTurnedAway(String backends) throws Exception {
        try (Program server = Program.start(backends, GracefulShutdown.class, "0", "300000")) {
            int port = server.port();
            try (Socket greedy = connect(port);
                    Socket client = connect(port)) {
                write(client, "work\n");
                assertEquals("begun", server.line());
                write(greedy, "work\n".repeat(101));
                for (int i = 0; i < 100; i++) {
                    assertEquals("begun", server.line());
                }
                assertEquals(-1, greedy.getInputStream().read());
                write(client, "work\n");
                assertEquals("begun", server.line());
            }
        }
    }

    @Test
    void aProxyToNowhereDoesNotBegin() throws Exception {
        try (Program proxy = Program.start("best", Proxy.class, "0", "no host", "1")) {
            assertEquals(1, proxy.exitCode());
            assertEquals(null, proxy.line());
        }
    }

    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs SIGTERM")
    @ParameterizedTest
    @ValueSource(strings = {"best", "nio,emulated"})
    void theShutdownLosesNoWork(String backends) throws Exception {
        try (Program server = Program.start(backends, GracefulShutdown.class, "0", "300")) {
            int port = server.port();
            try (Socket idle = connect(port);
                    Socket client = connect(port)) {
                write(client, "work\n");
                assertEquals("done", line(client));
                write(client, "work\nwork\n");
                for (int i = 0; i < 3; i++) {
                    assertEquals("begun", server.line());
                }
                server.terminate();
                assertEquals(-1, idle.getInputStream().read());
                assertThrows(ConnectException.class, () -> connect(port).close(), "while the work goes on");
                assertEquals("done", line(client));
                assertEquals("done", line(client));
                assertEquals(-1, client.getInputStream().read());
                assertEquals(128 + 15, server.exitCode());
                assertEquals(null, server.line());
            }
        }
    }
}
