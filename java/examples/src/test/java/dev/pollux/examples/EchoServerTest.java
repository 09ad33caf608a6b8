package dev.pollux.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.examples.echo.EchoServer;
import dev.pollux.examples.load.LoadClient;
import dev.pollux.examples.load.LoadPlan;
import dev.pollux.examples.load.LoadResult;
import dev.pollux.examples.server.RunningLoops;
import dev.pollux.examples.server.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The echo server, over real sockets. */
@Timeout(60)
class EchoServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final int PIECE = 64 * 1024;

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void bytesComeBackAndHalfCloseIsAnswered(Backend backend) throws IOException {
        try (RunningLoops server = EchoServer.start(ANY_PORT, 1, Target.on(backend));
                Socket socket = new Socket()) {
            socket.connect(server.address());
            socket.getOutputStream().write("hello".getBytes());
            assertEquals("hello", new String(socket.getInputStream().readNBytes(5)));
            socket.getOutputStream().write("bye".getBytes());
            socket.shutdownOutput();
            assertEquals("bye", new String(socket.getInputStream().readAllBytes()));
        }
    }

    /** More than the socket buffers hold, and nothing is read until the server has stopped reading: it has to go on. */
    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void aPeerThatReadsLateGetsEverything(Backend backend) throws IOException {
        byte[] sent = new byte[64 * 1024 * 1024];
        new Random(1).nextBytes(sent);
        try (RunningLoops server = EchoServer.start(ANY_PORT, 1, Target.on(backend));
                SocketChannel socket = SocketChannel.open(server.address())) {
            socket.configureBlocking(false);
            ByteBuffer toSend = ByteBuffer.wrap(sent);
            // Writes until all buffers on the way, there and back, are full and stay so: the server no longer reads.
            for (int refusals = 0; refusals < 1000; refusals++) {
                while (toSend.hasRemaining() && byPieces(toSend, socket::write) > 0) {
                    refusals = 0;
                }
                Thread.yield();
            }
            assertTrue(toSend.hasRemaining(), "the buffers hold everything, so the test tells nothing");
            ByteBuffer received = ByteBuffer.allocate(sent.length);
            while (received.hasRemaining()) {
                assertTrue(byPieces(received, socket::read) >= 0, "the server closed the connection");
                byPieces(toSend, socket::write);
            }
            assertArrayEquals(sent, received.array());
        }
    }

    private interface Transfer {
        int some(ByteBuffer bytes) throws IOException;
    }

    /** Of a buffer on the heap the JDK copies all that remains each time, whatever the socket takes. */
    private static int byPieces(ByteBuffer all, Transfer transfer) throws IOException {
        int end = all.limit();
        all.limit(Math.min(end, all.position() + PIECE));
        try {
            return transfer.some(all);
        } finally {
            all.limit(end);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void theLoadClientFindsNoError(Backend backend) throws Exception {
        try (RunningLoops server = EchoServer.start(ANY_PORT, 2, Target.on(backend))) {
            for (double rate : new double[] {0, 2000}) {
                LoadPlan plan =
                        new LoadPlan(server.address(), LoadPlan.Protocol.ECHO, "/", 50, 1001, rate, 0.1, 0.4, 2, 3);
                LoadResult result = LoadClient.run(plan, opened -> assertEquals(50, opened));
                assertEquals(Map.of(), result.errors());
                assertEquals(50, result.opened());
                if (rate > 0) {
                    assertEquals(1000, result.replies());
                    assertEquals(800, result.latencyNanos().getTotalCount());
                }
            }
        }
    }
}
