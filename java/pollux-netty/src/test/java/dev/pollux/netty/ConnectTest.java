package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.VacantAddress;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;

/** How connects begin and end, and how listeners do. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
@EachBackend
class ConnectTest extends LeakChecked {
    @Parameter
    Backend backend;

    /** A listener whose backlog is full: a connect to it neither succeeds nor fails, until it accepts. */
    private static final class Full implements AutoCloseable {
        final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<SocketChannel> waiting = new ArrayList<>();

        Full() throws IOException {
            for (int i = 0; i < 4; i++) { // those after the second get no answer to their first packet
                SocketChannel channel = SocketChannel.open();
                waiting.add(channel);
                channel.configureBlocking(false);
                channel.connect(listener.getLocalSocketAddress());
            }
        }

        /** Makes room, and has nobody else want it. */
        void makeRoom() throws IOException {
            for (SocketChannel each : waiting) {
                each.close();
            }
            listener.accept().close();
            listener.accept().close();
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel each : waiting) {
                each.close();
            }
            listener.close();
        }
    }

    private static ChannelInboundHandlerAdapter nothing() {
        return new ChannelInboundHandlerAdapter();
    }

    private static void assertClosed(Channel channel) throws InterruptedException {
        assertTrue(channel.closeFuture().await(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS), "it is not closed");
    }

    @Test
    void aConnectWithoutAnAnswerEndsAtItsTime() throws Exception {
        try (Loops loops = new Loops(backend, 1);
                Full full = new Full()) {
            ChannelFuture connect = loops.client(ConnectTest::nothing)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 50)
                    .connect(full.listener.getLocalSocketAddress())
                    .await();
            assertInstanceOf(ConnectTimeoutException.class, connect.cause());
            assertClosed(connect.channel());
            // A bootstrap closes what could not connect. Here nobody does but the channel.
            Channel alone = loops.client(ConnectTest::nothing)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 50)
                    .register()
                    .sync()
                    .channel();
            assertInstanceOf(
                    ConnectTimeoutException.class,
                    alone.connect(full.listener.getLocalSocketAddress()).await().cause());
            assertClosed(alone);
        }
    }

    @Test
    void aConnectThatIsCancelledOrClosedEnds() throws Exception {
        try (Loops loops = new Loops(backend, 1);
                Full full = new Full()) {
            ChannelFuture cancelled = loops.client(ConnectTest::nothing).connect(full.listener.getLocalSocketAddress());
            cancelled.channel().eventLoop().submit(() -> {}).sync(); // it has begun
            assertTrue(cancelled.cancel(false));
            assertClosed(cancelled.channel());
            ChannelFuture closed = loops.client(ConnectTest::nothing).connect(full.listener.getLocalSocketAddress());
            closed.channel().close().sync();
            assertInstanceOf(ClosedChannelException.class, closed.await().cause());
        }
    }

    /** Else the system would go on to connect for two minutes, for nobody. */
    @Test
    void aConnectThatIsGivenUpEndsInTheSystem() throws Exception {
        try (Loops loops = new Loops(backend, 1);
                Full full = new Full()) {
            long others = connecting(full.listener.getLocalPort());
            ChannelFuture connect = loops.client(ConnectTest::nothing).connect(full.listener.getLocalSocketAddress());
            connect.channel().eventLoop().submit(() -> {}).sync();
            connect.channel().close().sync();
            Await.until(
                    "the system connects no more",
                    () -> connecting(full.listener.getLocalPort()) <= others,
                    () -> Thread.sleep(1));
        }
    }

    /** How many sockets wait for this port's answer to their first packet (proc_pid_net(5)). */
    private static long connecting(int port) throws IOException {
        String row = String.format(" [0-9A-F]+:[0-9A-F]{4} [0-9A-F]+:%04X 02 ", port); // SYN_SENT
        Pattern pattern = Pattern.compile(row);
        long count = 0;
        for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            count += pattern.matcher(Files.readString(Path.of(table))).results().count();
        }
        return count;
    }

    /** Netty's own transports name the peer, too. */
    @Test
    void aRefusedConnectNamesThePeer() throws Exception {
        try (Loops loops = new Loops(backend, 1);
                VacantAddress vacant = new VacantAddress()) {
            Throwable refused = loops.client(ConnectTest::nothing)
                    .connect(vacant.address())
                    .await()
                    .cause();
            assertInstanceOf(ConnectException.class, refused);
            assertTrue(refused.getMessage().endsWith("" + vacant.address()), refused.getMessage());
        }
    }

    @Test
    void aConnectGoesOnOnTheNextLoop() throws Exception {
        try (Loops loops = new Loops(backend, 1);
                Loops others = new Loops(backend, 1);
                Full full = new Full()) {
            ChannelFuture connect = loops.client(ConnectTest::nothing).connect(full.listener.getLocalSocketAddress());
            Channel channel = connect.channel();
            channel.eventLoop().submit(() -> {}).sync();
            channel.deregister().sync();
            others.group.register(channel).sync();
            assertFalse(connect.isDone());
            full.makeRoom();
            assertTrue(connect.await(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS), "it connects for ever");
            assertEquals(null, connect.cause());
            assertTrue(channel.isActive());
            try (Socket peer = full.listener.accept()) {
                channel.writeAndFlush(Unpooled.copiedBuffer(new byte[] {1}));
                assertEquals(1, peer.getInputStream().read());
            }
        }
    }

    @Test
    void whatIsFlushedBeforeItIsConnectedGoesThen() throws Exception {
        byte[] bytes = TransportScene.pattern(10_000, 3);
        try (Loops loops = new Loops(backend, 1);
                ServerSocket listener = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            for (boolean fastOpen : new boolean[] {false, true}) {
                ChannelFuture registered = loops.client(ConnectTest::nothing)
                        .option(ChannelOption.TCP_FASTOPEN_CONNECT, fastOpen)
                        .register()
                        .sync();
                Channel channel = registered.channel();
                ChannelFuture[] written = new ChannelFuture[2];
                channel.eventLoop()
                        .submit(() -> {
                            if (fastOpen) {
                                written[0] = channel.write(Unpooled.copiedBuffer(bytes)); // before the connect
                                channel.connect(listener.getLocalSocketAddress());
                            } else {
                                channel.connect(listener.getLocalSocketAddress());
                                written[0] = channel.write(Unpooled.copiedBuffer(bytes));
                            }
                            written[1] = channel.writeAndFlush(Unpooled.copiedBuffer(bytes));
                        })
                        .sync();
                try (Socket peer = listener.accept()) {
                    assertArrayEquals(bytes, peer.getInputStream().readNBytes(bytes.length));
                    assertArrayEquals(bytes, peer.getInputStream().readNBytes(bytes.length));
                    written[0].sync();
                    written[1].sync();
                    channel.close().sync();
                }
            }
        }
    }

    /** Also for a program that does not set SO_REUSEPORT. */
    @Test
    void aClosedListenersAddressIsFreeAtOnce() throws Exception {
        try (Loops loops = new Loops(backend, 1)) {
            InetSocketAddress address = null;
            for (int round = 0; round < 20; round++) {
                Channel listener = address == null
                        ? Loops.listen(loops.server(ConnectTest::nothing))
                        : loops.server(ConnectTest::nothing)
                                .bind(address)
                                .sync()
                                .channel();
                address = Loops.addressOf(listener);
                listener.close().sync();
                loops.assertNobodyListens(address);
            }
        }
    }

    /** A read for each, as a program that counts its connections does. */
    @Test
    void aListenerWithoutAutoReadAcceptsWhatItIsAskedFor() throws Exception {
        List<Channel> accepted = Collections.synchronizedList(new ArrayList<>());
        try (Loops loops = new Loops(backend, 1)) {
            Channel listener = Loops.listen(loops.server(() -> new ChannelInboundHandlerAdapter() {
                        @Override
                        public void channelActive(ChannelHandlerContext context) {
                            accepted.add(context.channel());
                        }
                    })
                    .option(ChannelOption.AUTO_READ, false)
                    .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(64).maxMessagesPerRead(1)));
            InetSocketAddress address = Loops.addressOf(listener);
            try (Socket first = new Socket();
                    Socket second = new Socket()) {
                first.connect(address);
                second.connect(address);
                listener.eventLoop().submit(() -> {}).sync();
                assertEquals(0, accepted.size());
                for (int i = 1; i <= 2; i++) {
                    int wanted = i;
                    listener.read();
                    Await.until("a connection", () -> accepted.size() >= wanted, Thread::onSpinWait);
                    listener.eventLoop().submit(() -> {}).sync();
                    assertEquals(wanted, accepted.size());
                }
            }
        }
    }
}
