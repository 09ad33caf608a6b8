package dev.pollux.benchmarks.servers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.benchmarks.CPrograms;
import dev.pollux.benchmarks.servers.child.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The floor on io_uring is in C. It is to lose no connection and no byte, whatever its rings have room for. */
@Timeout(60)
class EchoUringTest {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final byte[] BYTES = new byte[4 << 20];

    static {
        new Random(15).nextBytes(BYTES);
    }

    @BeforeEach
    void needsLinuxAndC() {
        String whyNot = ServersSuite.whyNot();
        assumeTrue(whyNot == null, whyNot);
        assumeTrue(
                CPrograms.find(Contestant.RING_PROGRAM).isPresent(),
                () -> CPrograms.whyMissing(Contestant.RING_PROGRAM));
    }

    private static ServerChild server(Kind kind, String... environment) throws IOException {
        String[] prefix = new String[environment.length + 1];
        prefix[0] = "env";
        System.arraycopy(environment, 0, prefix, 1, environment.length);
        try {
            return new ServerChild(Contestant.c("C io_uring", Contestant.RING_PROGRAM, prefix), kind);
        } catch (Ready.Unavailable e) {
            return abort(e.getMessage());
        }
    }

    /** With these there is always more to do than there is room for. */
    private static ServerChild tiny(Kind kind) throws IOException {
        return server(kind, "POLLUX_RING_ENTRIES=8", "POLLUX_RING_BUFFERS=4");
    }

    private static Socket connect(ServerChild server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(server.ready.address()));
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void roundTrip(Socket socket) throws IOException {
        byte[] message = Arrays.copyOf(BYTES, 100);
        socket.getOutputStream().write(message);
        assertArrayEquals(message, socket.getInputStream().readNBytes(message.length));
    }

    @Test
    void fullRingsLoseNothing() throws IOException, InterruptedException {
        for (int bytes : new int[] {64, 4096, 65536}) {
            Scene scene = new Scene("echo", "test", Kind.TCP, Scene.Load.ECHO, 400, 400, bytes, true);
            try (ServerChild server = tiny(Kind.TCP)) {
                int before = server.descriptors();
                // It fails if a byte differs, a connection ends, or a reply does not come.
                assertTrue(Client.load(server, scene, 0, 0.1, 0.3).result().messages() > 0);
                server.awaitClosed(before);
            }
        }
    }

    @Test
    void everyKindIsServedByFullRings() throws IOException, InterruptedException {
        for (Scene scene : new Scene[] {
            new Scene("udp", "test", Kind.UDP, Scene.Load.ECHO, 20, 20, 64, true),
            new Scene("unix", "test", Kind.UNIX, Scene.Load.ECHO, 20, 20, 65536, true),
            new Scene("accept", "test", Kind.TCP, Scene.Load.STORM, 64, 64, 1, true)
        }) {
            try (ServerChild server = tiny(scene.kind())) {
                int before = server.descriptors();
                assertTrue(Client.load(server, scene, 0, 0, 0.2).result().messages() > 0, scene.toString());
                server.awaitClosed(before);
            }
        }
    }

    @Test
    void whatCameBeforeTheEndIsSentBack() throws Exception {
        try (ServerChild server = server(Kind.TCP);
                Socket socket = connect(server)) {
            FutureTask<byte[]> replies =
                    new FutureTask<>(() -> socket.getInputStream().readAllBytes());
            new Thread(replies).start();
            socket.getOutputStream().write(BYTES);
            socket.shutdownOutput();
            assertArrayEquals(BYTES, replies.get());
        }
    }

    @Test
    void aPeerThatDoesNotReadIsNotReadFromAndHindersNobody() throws Exception {
        try (ServerChild server = server(Kind.TCP, "POLLUX_RING_BUFFERS=256");
                Socket slow = connect(server);
                Socket other = connect(server)) {
            byte[] all = new byte[8 * BYTES.length]; // more than the buffers and both sockets take
            for (int at = 0; at < all.length; at += BYTES.length) {
                System.arraycopy(BYTES, 0, all, at, BYTES.length);
            }
            Thread writer = new Thread(() -> {
                try {
                    slow.getOutputStream().write(all);
                    slow.shutdownOutput();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            writer.start();
            for (int i = 0; i < 1000; i++) {
                roundTrip(other);
            }
            assertTrue(writer.isAlive(), "the server has taken all that the peer did not want back");
            assertArrayEquals(all, slow.getInputStream().readAllBytes());
            writer.join();
        }
    }

    @Test
    void aResetEndsOneConnectionAlone() throws IOException, InterruptedException {
        try (ServerChild server = server(Kind.TCP, "POLLUX_RING_BUFFERS=64")) {
            int before = server.descriptors();
            try (Socket other = connect(server)) {
                for (int i = 0; i < 200; i++) {
                    Socket reset = connect(server);
                    reset.setSoLinger(true, 0);
                    reset.getOutputStream().write(BYTES, 0, 200_000); // of whose reply a part stays with the server
                    reset.close();
                    roundTrip(other);
                }
            }
            server.awaitClosed(before);
        }
    }

    @Test
    void requestsAreAnsweredWhereverTheyAreCut() throws IOException {
        byte[] request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (ServerChild server = server(Kind.HTTP);
                Socket socket = connect(server)) {
            socket.setTcpNoDelay(true);
            byte[] first = null;
            InputStream replies = socket.getInputStream();
            for (int cut = 1; cut < request.length; cut++) {
                socket.getOutputStream().write(request, 0, cut);
                socket.getOutputStream().write(request, cut, request.length - cut);
                byte[] reply = replies.readNBytes(first == null ? 97 : first.length);
                first = first == null ? reply : first;
                assertArrayEquals(first, reply);
            }
            assertTrue(new String(first, StandardCharsets.US_ASCII).endsWith("\r\n\r\nHello, World!"));
            socket.shutdownOutput();
            assertEquals(-1, replies.read());
        }
    }
}
