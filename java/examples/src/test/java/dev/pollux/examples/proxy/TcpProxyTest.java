package dev.pollux.examples.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.NotOnWine;
import dev.pollux.VacantAddress;
import dev.pollux.examples.echo.EchoServer;
import dev.pollux.examples.server.RunningLoops;
import dev.pollux.examples.server.Target;
import dev.pollux.linux.Task;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The TCP proxy, over real sockets. */
@Timeout(120)
class TcpProxyTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final long LONG_NANOS = TimeUnit.MINUTES.toNanos(10);

    private static RunningLoops proxy(InetSocketAddress upstream, Backend backend) throws IOException {
        return TcpProxy.start(ANY_PORT, upstream, 1, Target.on(backend), LONG_NANOS);
    }

    private static Socket connect(RunningLoops to) throws IOException {
        Socket socket = new Socket();
        socket.connect(to.address());
        return socket;
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void bytesGoBothWaysAndHalfCloseIsCarriedOver(Backend backend) throws IOException {
        try (RunningLoops echo = EchoServer.start(ANY_PORT, 1, Target.on(backend));
                RunningLoops proxy = proxy(echo.address(), backend);
                Socket socket = connect(proxy)) {
            socket.getOutputStream().write("hello".getBytes());
            assertEquals("hello", new String(socket.getInputStream().readNBytes(5)));
            socket.getOutputStream().write("bye".getBytes());
            socket.shutdownOutput();
            assertEquals("bye", new String(socket.getInputStream().readAllBytes()));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void theServersHalfCloseLeavesTheClientTalking(Backend backend) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningLoops proxy = proxy((InetSocketAddress) server.getLocalSocketAddress(), backend);
                Socket client = connect(proxy);
                Socket upstream = server.accept()) {
            upstream.getOutputStream().write("that is all".getBytes());
            upstream.shutdownOutput();
            assertEquals("that is all", new String(client.getInputStream().readAllBytes()));
            client.getOutputStream().write("thanks".getBytes());
            client.shutdownOutput();
            assertEquals("thanks", new String(upstream.getInputStream().readAllBytes()));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void whereNobodyListensTheClientIsReset(Backend backend) throws IOException {
        try (VacantAddress vacant = new VacantAddress();
                RunningLoops proxy = proxy(vacant.address(), backend);
                Socket client = connect(proxy)) {
            assertReset(client);
        }
    }

    /** The next read says that the connection was reset; an end of the stream would say that all had come. */
    private static void assertReset(Socket socket) throws IOException {
        if (NotOnWine.Here
                .is()) { // where a read may find an end: a write does not, which the end of an orderly one takes
            assertThrows(SocketException.class, () -> {
                socket.getInputStream().readAllBytes();
                socket.getOutputStream().write(1);
            });
            return;
        }
        SocketException reset = assertThrows(
                SocketException.class, () -> socket.getInputStream().readAllBytes());
        assertTrue(reset.getMessage().contains("reset") || reset.getMessage().contains("abort"), reset::getMessage);
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** A connection through the proxy, of which both ends are the test's. */
    private static final class Through implements AutoCloseable {
        final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        final RunningLoops proxy;
        final Socket client;
        final Socket server;

        Through(Backend backend) throws IOException {
            proxy = proxy((InetSocketAddress) listener.getLocalSocketAddress(), backend);
            client = connect(proxy);
            server = listener.accept();
            // Once a byte has come through each way, both are linked.
            client.getOutputStream().write(1);
            assertEquals(1, server.getInputStream().read());
            server.getOutputStream().write(2);
            assertEquals(2, client.getInputStream().read());
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
            proxy.close();
            listener.close();
        }
    }

    @NotOnWine(NotOnWine.RESET)
    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void aResetGoesOnAsAResetBothWays(Backend backend) throws Exception {
        try (Through download = new Through(backend)) {
            reset(download.server);
            assertReset(download.client);
        }
        try (Through upload = new Through(backend)) {
            reset(upload.client);
            assertReset(upload.server);
        }
    }

    /** Its other half is open still, so it has to learn that nobody will send, or read, any more. */
    @NotOnWine(NotOnWine.RESET)
    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void aResetAfterTheOthersHalfCloseGoesOnToo(Backend backend) throws Exception {
        try (Through download = new Through(backend)) {
            download.client.shutdownOutput();
            assertEquals(-1, download.server.getInputStream().read());
            reset(download.server);
            assertReset(download.client);
        }
        try (Through upload = new Through(backend)) {
            upload.server.shutdownOutput();
            assertEquals(-1, upload.client.getInputStream().read());
            reset(upload.client);
            assertReset(upload.server);
        }
    }

    /** The proxy and all buffers hold a part of it when the reset comes: the part is not taken for the whole. */
    @NotOnWine(NotOnWine.RESET)
    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void aTruncatedDownloadDoesNotLookWhole(Backend backend) throws Exception {
        try (Through through = new Through(backend)) {
            AtomicLong sent = new AtomicLong();
            Task<Void> sender = Task.start("sender", () -> {
                byte[] some = new byte[65_536];
                try {
                    while (true) {
                        through.server.getOutputStream().write(some);
                        sent.addAndGet(some.length);
                    }
                } catch (IOException e) {
                    return null; // closed by the test: that is the reset
                }
            });
            while (sent.get() < 10_000_000) { // more than the proxy itself takes
                assertTrue(through.client.getInputStream().read(new byte[100_000]) > 0);
            }
            reset(through.server);
            sender.get();
            assertReset(through.client);
        }
    }

    /** What can't be written on is told to who sent it. */
    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void aSenderLearnsThatItsReaderHasGone(Backend backend) throws Exception {
        try (Through through = new Through(backend)) {
            through.client.shutdownOutput();
            assertEquals(-1, through.server.getInputStream().read());
            reset(through.client); // which the proxy does not read from any more
            SocketException reset = assertThrows(SocketException.class, () -> {
                while (true) {
                    through.server.getOutputStream().write(new byte[1000]);
                }
            });
            assertTrue(reset.getMessage() != null, reset::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void whoStopsTheProxyResetsItsConnections(Backend backend) throws Exception {
        try (Through through = new Through(backend)) {
            through.proxy.close();
            assertReset(through.client);
            assertReset(through.server);
        }
    }

    /** The last bytes are still in the system's buffers when the proxy closes: they are sent, and then the end. */
    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void whatHasEndedInOrderIsWhole(Backend backend) throws Exception {
        byte[] all = new byte[1_000_000];
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningLoops proxy = proxy((InetSocketAddress) listener.getLocalSocketAddress(), backend);
                Socket client = new Socket()) {
            client.setReceiveBufferSize(4096);
            client.connect(proxy.address());
            client.shutdownOutput();
            Task<Void> server = Task.start("server", () -> {
                try (Socket socket = listener.accept()) {
                    assertEquals(-1, socket.getInputStream().read());
                    socket.getOutputStream().write(all);
                    return null;
                }
            });
            byte[] some = new byte[1000];
            int received = 0;
            for (int count; (count = client.getInputStream().read(some)) >= 0; ) {
                received += count;
            }
            assertEquals(all.length, received);
            server.get();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    void anIdleConnectionIsReset(Backend backend) throws Exception {
        long idleNanos = TimeUnit.MILLISECONDS.toNanos(200);
        long startNanos = System.nanoTime();
        try (RunningLoops echo = EchoServer.start(ANY_PORT, 1, Target.on(backend));
                RunningLoops proxy = TcpProxy.start(ANY_PORT, echo.address(), 1, Target.on(backend), idleNanos);
                Socket socket = connect(proxy)) {
            assertReset(socket);
            assertTrue(System.nanoTime() - startNanos >= idleNanos, "closed early");
        }
    }

    /**
     * The sender is stopped while nobody reads, again and again, and every byte comes, in order; the proxy keeps no more than
     * its queue. {@code -Ddev.pollux.test.proxyBytes=10000000000} is the full size.
     */
    @ParameterizedTest
    @MethodSource("dev.pollux.examples.Backends#available")
    @Timeout(900)
    void aFastSenderWaitsForASlowReceiver(Backend backend) throws Exception {
        long total = Long.getLong("dev.pollux.test.proxyBytes", 200_000_000);
        AtomicLong sent = new AtomicLong();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningLoops proxy = proxy((InetSocketAddress) server.getLocalSocketAddress(), backend);
                Socket client = connect(proxy);
                Socket upstream = server.accept()) {
            client.getOutputStream().write(1);
            assertEquals(1, upstream.getInputStream().read());
            long directBefore =
                    directBytes(); // what it has for the first byte, it has: the port's buffers are one block
            Task<Long> sender = Task.start("sender", () -> send(client, total, sent));
            CRC32C sum = new CRC32C();
            byte[] buffer = new byte[100_000];
            long received = 0;
            long nextPause = 0;
            int count;
            do {
                if (received >= nextPause && nextPause < total) {
                    awaitStandstill(sent, received);
                    long onTheWay = sent.get() - received; // nearly all of it in the kernel's four buffers
                    assertTrue(
                            onTheWay > 0 && onTheWay < 100_000_000,
                            onTheWay + " bytes were taken without a reader: no back-pressure");
                    nextPause += total / 4;
                }
                count = upstream.getInputStream().read(buffer);
                sum.update(buffer, 0, Math.max(count, 0));
                received += Math.max(count, 0);
                if (received % 128 == 0) { // now and then
                    long direct = directBytes() - directBefore;
                    assertTrue(direct < 2 << 20, "the proxy keeps " + direct + " bytes");
                }
            } while (count >= 0);
            assertEquals(total, received);
            assertEquals(sender.get(), sum.getValue());
        }
    }

    /** Until all buffers on the way are full, and stay so: not while the sender has not begun. */
    private static void awaitStandstill(AtomicLong sent, long received) throws InterruptedException {
        long before;
        do {
            before = sent.get();
            Thread.sleep(200);
        } while (sent.get() > before || before <= received);
    }

    /** What all direct buffers of this process take: the queue's chunks, and the JDK's own. */
    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** Sends random bytes, then the end of the stream; returns their checksum. */
    private static long send(Socket to, long total, AtomicLong sent) throws IOException {
        byte[] buffer = new byte[65_536];
        Random random = new Random(1);
        random.nextBytes(buffer);
        CRC32C sum = new CRC32C();
        while (sent.get() < total) {
            int at = random.nextInt(buffer.length);
            buffer[at] = (byte) random.nextInt();
            int count = (int) Math.min(total - sent.get(), 1 + random.nextInt(buffer.length));
            sum.update(buffer, 0, count);
            to.getOutputStream().write(buffer, 0, count);
            sent.addAndGet(count);
        }
        to.shutdownOutput();
        return sum.getValue();
    }
}
