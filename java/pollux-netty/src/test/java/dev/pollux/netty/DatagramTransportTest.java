package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.concurrent.Promise;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.channels.NotYetConnectedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What channels of datagrams promise, on each backend that a loop can run on. */
@Timeout(120)
class DatagramTransportTest extends LeakChecked {
    private static final int ROOM = 2048; // unless a channel is told otherwise

    /** Keeps what comes: the bytes' first, their number, and from where. Failures, too. */
    private static final class Collect extends ChannelInboundHandlerAdapter {
        final BlockingQueue<Object> got = new LinkedBlockingQueue<>();

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            ByteBuf content = packet.content();
            byte first = content.isReadable() ? content.getByte(content.readerIndex()) : 0;
            got.add(new Arrived(first, content.readableBytes(), packet.sender()));
            packet.release();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            got.add(cause);
        }

        Object next() throws InterruptedException {
            Object next = got.poll(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertNotNull(next, "nothing comes");
            return next;
        }
    }

    private record Arrived(byte first, int length, InetSocketAddress sender) {}

    private static Bootstrap bootstrap(TransportScene scene, ChannelInboundHandlerAdapter handler) {
        return new Bootstrap()
                .group(scene.group)
                .channelFactory(() -> new PolluxDatagramChannel(SocketProtocolFamily.INET))
                .handler(handler);
    }

    private static InetSocketAddress loopback() throws Exception {
        return new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
    }

    private static Channel bound(TransportScene scene, ChannelInboundHandlerAdapter handler) throws Exception {
        return bootstrap(scene, handler).bind(loopback()).sync().channel();
    }

    private static InetSocketAddress addressOf(Channel channel) {
        return (InetSocketAddress) channel.localAddress();
    }

    private static ByteBuf content(int length, int first) {
        ByteBuf content = Unpooled.directBuffer(length + 1).writeZero(length);
        if (length > 0) {
            content.setByte(0, first);
        }
        return content;
    }

    private static DatagramPacket packet(int length, int first, Channel to) {
        return new DatagramPacket(content(length, first), addressOf(to));
    }

    /** One after the other, because the system may drop what nobody takes in time. */
    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void eachComesWithItsSenderAndWhatIsTooLongIsCut(Backend backend) throws Exception {
        try (TransportScene scene = new TransportScene(backend, 2)) {
            Collect collect = new Collect();
            Channel server = bound(scene, collect);
            Channel client = bound(scene, new ChannelInboundHandlerAdapter());
            int[] lengths = {1, 0, 1472, ROOM, ROOM + 1, 30_000, 2};
            for (int i = 0; i < 10; i++) {
                for (int length : lengths) {
                    client.writeAndFlush(packet(length, i, server)).sync();
                    Arrived expected =
                            new Arrived((byte) (length == 0 ? 0 : i), Math.min(ROOM, length), addressOf(client));
                    assertEquals(expected, collect.next());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void theAllocatorSaysHowMuchRoomThereIs(Backend backend) throws Exception {
        try (TransportScene scene = new TransportScene(backend, 1)) {
            Collect collect = new Collect();
            Channel server = bootstrap(scene, collect)
                    .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(65_535))
                    .bind(loopback())
                    .sync()
                    .channel();
            Channel client = bound(scene, new ChannelInboundHandlerAdapter());
            client.writeAndFlush(packet(60_000, 1, server)).sync();
            assertEquals(60_000, assertInstanceOf(Arrived.class, collect.next()).length());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void withoutAutoReadEachReadGetsOne(Backend backend) throws Exception {
        try (TransportScene scene = new TransportScene(backend, 1)) {
            Collect collect = new Collect();
            Channel server = bootstrap(scene, collect)
                    .option(ChannelOption.AUTO_READ, false)
                    .bind(loopback())
                    .sync()
                    .channel();
            Collect others = new Collect();
            Channel other = bound(scene, others);
            Channel client = bound(scene, new ChannelInboundHandlerAdapter());
            for (int i = 0; i < 5; i++) {
                client.writeAndFlush(packet(1, i, server)).sync();
            }
            client.writeAndFlush(packet(1, 0, other)).sync();
            others.next(); // the one loop has looked since
            for (int i = 0; i < 5; i++) {
                assertNull(collect.got.poll(), "nobody has asked for it");
                server.read();
                assertEquals(i, assertInstanceOf(Arrived.class, collect.next()).first());
                server.eventLoop().submit(() -> {}).sync();
            }
        }
    }

    /** Not once after each: many programs flush their answers then. */
    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void whatWaitsInTheSocketIsOneBatch(Backend backend) throws Exception {
        BlockingQueue<Integer> batches = new LinkedBlockingQueue<>();
        try (TransportScene scene = new TransportScene(backend, 1)) {
            Channel server = bootstrap(scene, new ChannelInboundHandlerAdapter() {
                        private int count;

                        @Override
                        public void channelRead(ChannelHandlerContext context, Object message) {
                            count++;
                            ((DatagramPacket) message).release();
                        }

                        @Override
                        public void channelReadComplete(ChannelHandlerContext context) {
                            batches.add(count);
                            count = 0;
                        }
                    })
                    .option(ChannelOption.AUTO_READ, false)
                    .bind(loopback())
                    .sync()
                    .channel();
            try (DatagramSocket client = new DatagramSocket(loopback())) {
                // The handle's limit of 16 cuts it. The system may need a moment for the last of them: then it is
                // another round.
                Await.until(
                        "a batch of 16 and one of 4",
                        () -> batchesOf20(server, client, batches).equals(List.of(16, 4)),
                        () -> {});
            }
        }
    }

    private static List<Integer> batchesOf20(Channel server, DatagramSocket client, BlockingQueue<Integer> batches)
            throws Exception {
        for (int i = 0; i < 20; i++) {
            client.send(new java.net.DatagramPacket(new byte[] {1}, 1, server.localAddress()));
        }
        server.config().setAutoRead(true);
        List<Integer> seen = new ArrayList<>();
        int count = 0;
        while (count < 20) {
            Integer batch = batches.poll(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertNotNull(batch, () -> "no batch after " + seen);
            seen.add(batch);
            count += batch;
        }
        server.config().setAutoRead(false);
        server.eventLoop().submit(() -> {}).sync();
        batches.clear();
        return seen;
    }

    /** The system drops there what is too much. Kept here, it would take all memory. */
    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void whatNobodyAsksForStaysInTheSystem(Backend backend) throws Exception {
        int sent = 200;
        byte last = 99;
        try (TransportScene scene = new TransportScene(backend, 1)) {
            Collect collect = new Collect();
            Channel server = bootstrap(scene, collect)
                    .option(ChannelOption.AUTO_READ, false)
                    .option(ChannelOption.SO_RCVBUF, 4096)
                    .bind(loopback())
                    .sync()
                    .channel();
            try (DatagramSocket client = new DatagramSocket(loopback())) {
                for (int i = 0; i < sent; i++) {
                    client.send(new java.net.DatagramPacket(new byte[1000], 1000, server.localAddress()));
                    server.eventLoop().submit(() -> {}).sync(); // a turn, in which it could be read
                }
                server.config().setAutoRead(true);
                Await.until(
                        "the last",
                        () -> collect.got.stream().anyMatch(each -> ((Arrived) each).first() == last),
                        () -> {
                            client.send(new java.net.DatagramPacket(new byte[] {last}, 1, server.localAddress()));
                            Thread.sleep(1);
                        });
                long kept = collect.got.stream()
                        .filter(each -> ((Arrived) each).first() != last)
                        .count();
                assertTrue(kept < sent, "all of them were read");
            }
        }
    }

    /** A receive that is pending then has to be taken back, and may have got something just before. */
    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void nothingIsLostWhenAutoReadGoesOffAndOn(Backend backend) throws Exception {
        try (TransportScene scene = new TransportScene(backend, 2)) {
            Collect collect = new Collect();
            Channel server = bound(scene, collect);
            Channel client = bound(scene, new ChannelInboundHandlerAdapter());
            for (int i = 0; i < 100; i++) {
                server.config().setAutoRead(false);
                ChannelFuture sent = client.writeAndFlush(packet(1, i, server));
                server.config().setAutoRead(true);
                sent.sync();
                assertEquals(i, assertInstanceOf(Arrived.class, collect.next()).first());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void whatWasFlushedBeforeTheCloseIsSent(Backend backend) throws Exception {
        try (TransportScene scene = new TransportScene(backend, 2)) {
            Collect collect = new Collect();
            Channel server = bound(scene, collect);
            Channel client = bound(scene, new ChannelInboundHandlerAdapter());
            List<DatagramPacket> packets = new ArrayList<>();
            List<ChannelFuture> written = new ArrayList<>();
            for (int i = 0; i < 50; i++) { // more than one batch
                packets.add(packet(1, i, server));
            }
            client.eventLoop()
                    .submit(() -> {
                        packets.forEach(each -> written.add(client.write(each)));
                        client.flush();
                        client.close();
                    })
                    .sync();
            for (int i = 0; i < 50; i++) {
                assertEquals(i, assertInstanceOf(Arrived.class, collect.next()).first());
            }
            assertTrue(client.closeFuture().await(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS));
            for (ChannelFuture each : written) {
                assertTrue(each.await(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS));
                assertNull(each.cause());
            }
            packets.forEach(each -> TransportScene.assertReleased(each.content()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void aPeerWhosePortIsUnreachableIsToldOfAndMayComeBack(Backend backend) throws Exception {
        assumeFalse(
                Boolean.getBoolean("dev.pollux.test.wine"),
                "Wine 8 does not tell a receive of an unreachable port; runs on real Windows");
        int free;
        try (DatagramSocket taken = new DatagramSocket(loopback())) {
            free = taken.getLocalPort();
        }
        InetSocketAddress peer = new InetSocketAddress("127.0.0.1", free);
        try (TransportScene scene = new TransportScene(backend, 1)) {
            Collect collect = new Collect();
            Channel client = bootstrap(scene, collect).connect(peer).sync().channel();
            client.writeAndFlush(content(1, 1)).sync();
            assertInstanceOf(PortUnreachableException.class, collect.next());
            assertTrue(client.isOpen());
            try (DatagramSocket back = new DatagramSocket(peer)) {
                back.send(new java.net.DatagramPacket(new byte[] {7}, 1, addressOf(client)));
                assertEquals(new Arrived((byte) 7, 1, peer), collect.next());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void withoutAPeerABareBufferFailsAlone(Backend backend) throws Exception {
        try (TransportScene scene = new TransportScene(backend, 1)) {
            Collect collect = new Collect();
            Channel server = bound(scene, collect);
            PolluxDatagramChannel client = (PolluxDatagramChannel) bound(scene, new ChannelInboundHandlerAdapter());
            client.write(packet(1, 1, server));
            ChannelFuture bare = client.write(content(1, 2));
            client.writeAndFlush(packet(1, 3, server)).sync();
            assertInstanceOf(Exception.class, bare.await().cause());
            assertEquals(1, assertInstanceOf(Arrived.class, collect.next()).first());
            assertEquals(3, assertInstanceOf(Arrived.class, collect.next()).first());
            client.connect(server.localAddress()).sync();
            client.writeAndFlush(content(1, 4)).sync();
            assertEquals(4, assertInstanceOf(Arrived.class, collect.next()).first());
            client.disconnect().sync();
            assertFalse(client.isConnected());
            assertNull(client.remoteAddress());
            if (backend == Backend.IOCP) { // the system has told the others
                assertInstanceOf(NotYetConnectedException.class, bare.cause());
            }
        }
    }

    /** The first send binds it. Until then, Windows receives nothing. */
    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void oneThatIsActiveBeforeItIsBoundGetsItsAnswer(Backend backend) throws Exception {
        try (TransportScene scene = new TransportScene(backend, 1)) {
            Channel server = bound(scene, new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                    DatagramPacket packet = (DatagramPacket) message;
                    context.writeAndFlush(new DatagramPacket(packet.content(), packet.sender()));
                }
            });
            Collect collect = new Collect();
            Channel client = activeUnbound(scene, collect);
            client.writeAndFlush(packet(1, 5, server)).sync();
            assertEquals(new Arrived((byte) 5, 1, addressOf(server)), collect.next());
        }
    }

    @SuppressWarnings("deprecation") // Netty has no other name for the option
    private static Channel activeUnbound(TransportScene scene, Collect collect) throws Exception {
        return bootstrap(scene, collect)
                .option(ChannelOption.DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION, true)
                .register()
                .sync()
                .channel();
    }

    /** A receive is pending all the time. Its end lets the channel go. */
    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void aClosedOneGivesItsAddressBack(Backend backend) throws Exception {
        try (TransportScene scene = new TransportScene(backend, 2)) {
            Channel first = bound(scene, new Collect());
            InetSocketAddress address = addressOf(first);
            for (int i = 0; i < 20; i++) {
                first.close().sync();
                Collect collect = new Collect();
                Channel next = bootstrap(scene, collect).bind(address).sync().channel();
                next.writeAndFlush(new DatagramPacket(content(1, i), address)).sync();
                assertEquals(i, assertInstanceOf(Arrived.class, collect.next()).first());
                first = next;
            }
        }
    }

    /** The loop that it leaves has not ended its receive by then: the thread is busy here. */
    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void oneThatIsClosedAsItLeavesGivesItsAddressBack(Backend backend) throws Exception {
        try (TransportScene scene = new TransportScene(backend, 1)) {
            Channel server = bound(scene, new Collect());
            InetSocketAddress address = (InetSocketAddress) server.localAddress();
            Promise<Void> seen = server.eventLoop().newPromise();
            server.deregister().addListener(left -> {
                server.close();
                try {
                    new DatagramSocket(address).close();
                    seen.setSuccess(null);
                } catch (Throwable e) {
                    seen.setFailure(e);
                }
            });
            seen.sync();
        }
    }

    @Test
    void onWindowsItComesBackToItsLoopAndGoesToNoOther() throws Exception {
        try (TransportScene scene = new TransportScene(Backend.IOCP, 2)) {
            Collect collect = new Collect();
            Channel server = bound(scene, collect);
            EventLoop its = server.eventLoop();
            try (DatagramSocket client = new DatagramSocket(loopback())) {
                for (int i = 0; i < 30; i++) {
                    client.send(new java.net.DatagramPacket(new byte[] {(byte) i}, 1, server.localAddress()));
                    server.deregister().sync();
                    its.register(server).sync();
                    assertEquals(
                            i, assertInstanceOf(Arrived.class, collect.next()).first());
                }
            }
            EventLoop other = scene.group.next();
            other = other == its ? scene.group.next() : other;
            server.deregister().sync();
            ChannelFuture refused = other.register(server).await();
            assertInstanceOf(UnsupportedOperationException.class, refused.cause());
            assertTrue(refused.cause().getMessage().contains("no handle leaves its completion port"));
            assertFalse(server.isOpen());
        }
    }
}
