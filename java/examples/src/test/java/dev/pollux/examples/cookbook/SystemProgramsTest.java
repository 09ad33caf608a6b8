package dev.pollux.examples.cookbook;

import static dev.pollux.examples.cookbook.Program.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.NotOnWine;
import dev.pollux.examples.Backends;
import dev.pollux.linux.LinuxFile;
import dev.pollux.linux.PidFd;
import dev.pollux.linux.device.Terminal;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cook-book's programs that meet something else than TCP: datagrams, TLS, Unix sockets, processes, terminals. */
@Timeout(120)
@SuppressWarnings("try") // some resources are closed early, on purpose
class SystemProgramsTest {
    private static final String PASSWORD = "changeit";

    static {
        System.setProperty("com.sun.net.ssl.requireCloseNotify", "true"); // else an end without it is as good to JSSE
    }

    private static void needsEpoll() {
        assumeTrue(Backends.available().anyMatch(Backend.EPOLL::equals), "needs Linux and a binding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"best", "nio,emulated"})
    void theGameTellsAllPlayersTheSameWorld(String backends) throws IOException {
        try (Program game = Program.start(backends, GameTick.class, "0");
                DatagramSocket ann = new DatagramSocket();
                DatagramSocket bob = new DatagramSocket()) {
            InetAddress here = InetAddress.getByName("127.0.0.1");
            int port = game.port();
            ann.setSoTimeout(60_000);
            bob.setSoTimeout(60_000);
            ann.send(new DatagramPacket(new byte[] {5}, 1, here, port));
            int[] world;
            do {
                world = world(ann);
            } while (world[1] != 1 || world[2] != 5);
            bob.send(new DatagramPacket(new byte[] {-3}, 1, here, port));
            bob.send(new DatagramPacket(new byte[] {1, 2}, 2, here, port)); // no move
            ann.send(new DatagramPacket(new byte[] {2}, 1, here, port));
            int tick = world[0];
            do {
                world = world(ann);
                assertTrue(world[0] > tick, "ticks go on");
                tick = world[0];
            } while (world[1] != 2 || world[2] != 7 || world[3] != -3);
            do {
                world = world(bob);
            } while (world[1] != 2 || world[2] != 7 || world[3] != -3);
        }
    }

    /** The tick, how many players, and where they are. */
    private static int[] world(DatagramSocket player) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[1200], 1200);
        player.receive(packet);
        ByteBuffer data = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
        int[] world = new int[data.remaining() / Integer.BYTES];
        data.asIntBuffer().get(world);
        return world;
    }

    private static Path makeKey(Path folder) throws Exception {
        Path file = folder.resolve("key.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "cookbook",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-validity",
                        "1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return file;
    }

    private static SSLContext trusts(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void tlsEchoesByEachVersion(@TempDir Path folder) throws Exception {
        Path keys = makeKey(folder);
        SSLContext context = trusts(keys);
        for (String backends : new String[] {"best", "nio,emulated"}) {
            try (Program server = Program.start(backends, TlsEcho.class, "0", keys.toString(), PASSWORD)) {
                int port = server.port();
                for (String version : new String[] {"TLSv1.3", "TLSv1.2"}) {
                    echoes(context, port, version);
                }
                try (Socket plain = Program.connect(port)) {
                    write(plain, "this is no TLS at all\n");
                    assertEquals(21, plain.getInputStream().read(), "an alert's record");
                    plain.getInputStream().readAllBytes(); // and the end
                }
                SSLContext suspicious = SSLContext.getDefault(); // which trusts nobody that we have just made
                try (Socket socket = suspicious.getSocketFactory().createSocket("127.0.0.1", port)) {
                    assertThrows(SSLException.class, () -> ((SSLSocket) socket).startHandshake());
                }
                endsAtOnce(context, server, port);
                echoes(context, port, "TLSv1.3"); // it serves on
            }
        }
    }

    private static void echoes(SSLContext context, int port, String version) throws Exception {
        byte[] sent = pattern(300_000);
        try (Socket plain = Program.connect(port);
                SSLSocket socket =
                        (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", port, false)) {
            socket.setEnabledProtocols(new String[] {version});
            Thread writer = new Thread(() -> {
                try {
                    socket.getOutputStream().write(sent);
                } catch (IOException e) {
                    // the reader sees that bytes are missing
                }
            });
            writer.start();
            byte[] received = socket.getInputStream().readNBytes(sent.length);
            writer.join();
            assertTrue(Arrays.equals(sent, received));
            assertEquals(version, socket.getSession().getProtocol());
            socket.shutdownOutput(); // close_notify
            assertEquals(-1, socket.getInputStream().read(), "the server's close_notify: an end, and no cut");
            while (!hasClosed(plain)) {
                Thread.onSpinWait();
            }
        }
    }

    /** Whether its peer has closed: a write fails then, some time after. */
    private static boolean hasClosed(Socket socket) {
        try {
            socket.getOutputStream().write(0);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8));
        }
        return bytes;
    }

    /** A client that ends both TLS and TCP once it has sent all, and reads nothing before: the echo must not be lost. */
    private static void endsAtOnce(SSLContext context, Program server, int port) throws Exception {
        byte[] sent = pattern(7_000_000); // more than the buffers hold
        AtomicInteger written = new AtomicInteger();
        try (Socket plain = new Socket()) {
            plain.setReceiveBufferSize(64 * 1024); // else the system lets it grow
            plain.setSoTimeout(60_000);
            plain.connect(new InetSocketAddress("127.0.0.1", port));
            Socket socket = context.getSocketFactory().createSocket(plain, "127.0.0.1", port, false);
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; i < sent.length; i = written.addAndGet(10_000)) {
                        socket.getOutputStream().write(sent, i, 10_000);
                    }
                    socket.shutdownOutput();
                    plain.shutdownOutput();
                } catch (IOException e) {
                    // the reader sees that bytes are missing
                }
            });
            writer.start();
            int before;
            do { // until the server can't go on, or has all
                before = written.get();
                server.rest();
            } while (written.get() != before || before == 0);
            byte[] received = socket.getInputStream().readAllBytes();
            assertTrue(Arrays.equals(sent, received), received.length + " bytes of " + sent.length);
        }
    }

    private static boolean hasUnixSockets() {
        try {
            SocketChannel.open(StandardProtocolFamily.UNIX).close();
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    @NotOnWine("has no Unix sockets")
    @ParameterizedTest
    @ValueSource(strings = {"best", "nio,emulated"})
    void rpcAnswersCalls(String backends, @TempDir Path folder) throws Exception {
        assumeTrue(hasUnixSockets(), "needs Unix sockets");
        Path path = folder.resolve("rpc");
        Files.createFile(path); // as a process that was killed would leave it
        try (Program server = Program.start(backends, UnixRpc.class, path.toString())) {
            assertEquals("listening on " + path, server.line());
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                ByteBuffer three = ByteBuffer.allocate(1024);
                put(three, "add 1 2 3");
                int whole = three.position();
                put(three, "multiply 2 3");
                int both = three.position();
                put(three, "add one");
                three.flip();
                // What comes behind a request was read with it: so the next one comes in pieces, and the last one's
                // length, too.
                client.write(three.slice(0, whole + 7));
                assertEquals("ok 6", answer(client));
                client.write(three.slice(whole + 7, both - whole - 5));
                assertEquals("error: no method multiply", answer(client));
                client.write(three.position(both + 2));
                assertTrue(answer(client).startsWith("error: "));
                put(three.clear(), "add 40 2");
                client.write(three.flip());
                client.shutdownOutput();
                assertEquals("ok 42", answer(client));
                assertEquals(-1, client.read(three.clear()));
            }
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                client.write(ByteBuffer.allocate(4).putInt(-1).flip());
                assertEquals(-1, client.read(ByteBuffer.allocate(1)), "such a length ends the connection");
            }
            server.terminate();
            server.exitCode();
            assertTrue(Files.notExists(path), "it takes its file away");
        }
    }

    private static void put(ByteBuffer buffer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.putInt(bytes.length).put(bytes);
    }

    private static String answer(SocketChannel client) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(4);
        while (length.hasRemaining()) {
            assertTrue(client.read(length) >= 0, "the end instead of an answer");
        }
        ByteBuffer text = ByteBuffer.allocate(length.flip().getInt());
        while (text.hasRemaining()) {
            assertTrue(client.read(text) >= 0, "the end within an answer");
        }
        return StandardCharsets.UTF_8.decode(text.flip()).toString();
    }

    @Test
    void theWatcherTellsOfEachEnd() throws Exception {
        needsEpoll();
        try {
            PidFd.open(ProcessHandle.current().pid()).close();
        } catch (IOException e) {
            assumeTrue(false, "needs pidfd_open(2): " + e.getMessage());
        }
        Process first = new ProcessBuilder("cat").start(); // which ends with its input
        Process second = new ProcessBuilder("cat").start();
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        try (Program watcher =
                Program.start("best", ProcessWatcher.class, "" + first.pid(), "" + second.pid(), "" + gone.pid())) {
            assertEquals(gone.pid() + " is not watched: there is no such process", watcher.line());
            assertEquals("watching 2", watcher.line());
            second.destroyForcibly();
            assertEquals(second.pid() + " has ended", watcher.line());
            first.outputWriter().close();
            assertEquals(first.pid() + " has ended", watcher.line());
            assertEquals(null, watcher.line());
            assertEquals(0, watcher.exitCode());
        } finally {
            first.destroyForcibly();
            second.destroyForcibly();
        }
    }

    @Test
    void theSerialLineTalksBothWays() throws Exception {
        needsEpoll();
        try (Terminal terminal = new Terminal();
                Program program =
                        Program.start("best", SerialLine.class, terminal.line().toString(), "115200")) {
            assertEquals("connected to " + terminal.line(), program.line());
            LinuxFile device = terminal.master();
            device.send(ByteBuffer.wrap("hello from the device\n".getBytes()));
            assertEquals("hello from the device", program.line());
            program.say("hello to the device");
            StringBuilder heard = new StringBuilder();
            Await.until("the device hears it", () -> {
                ByteBuffer buffer = ByteBuffer.allocate(64);
                device.receive(buffer);
                heard.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
                return heard.toString().endsWith("\r\n");
            });
            assertEquals("hello to the device\r\n", heard.toString());
            device.close(); // it was unplugged
            assertEquals("ended: the line hung up", program.line());
            assertEquals(0, program.exitCode());
        }
    }
}
