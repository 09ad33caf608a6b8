package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.netty.watch.LeakChecked;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What Netty's own tests of datagrams do not ask: many a call, large ones that the system cuts, where one was sent to. */
@EnabledOnOs({OS.LINUX, OS.WINDOWS})
class DatagramTest extends LeakChecked {
    private EventLoopGroup group;

    @BeforeEach
    void open() {
        group = new MultiThreadIoEventLoopGroup(1, PolluxIoHandler.newFactory());
    }

    @AfterEach
    void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static InetSocketAddress loopback() throws Exception {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
    }

    /** What came: the text, the class, and who it was sent to. */
    private record Arrived(String text, Class<?> type, InetSocketAddress to, InetSocketAddress from) {}

    private <T> Channel bound(BlockingQueue<Arrived> arrived, ChannelOption<T> option, T value) throws Exception {
        return new Bootstrap()
                .group(group)
                .channelFactory(() -> new PolluxDatagramChannel(io.netty.channel.socket.SocketProtocolFamily.INET))
                .option(option, value)
                .handler(new SimpleChannelInboundHandler<DatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
                        arrived.add(new Arrived(
                                packet.content().toString(StandardCharsets.US_ASCII),
                                packet.getClass(),
                                packet.recipient(),
                                packet.sender()));
                    }
                })
                .bind(loopback())
                .sync()
                .channel();
    }

    private static Arrived next(BlockingQueue<Arrived> arrived) throws InterruptedException {
        Arrived one = arrived.poll(20, TimeUnit.SECONDS);
        assertNotNull(one, "a datagram is lost");
        return one;
    }

    private static DatagramPacket packet(String text, Channel to) {
        return new DatagramPacket(
                Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII), (InetSocketAddress) to.localAddress());
    }

    @Test
    void manyACall() throws Exception {
        BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
        Channel server = bound(arrived, PolluxChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, 4);
        assertEquals(4, server.config().getOption(PolluxChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE));
        Channel client = bound(new LinkedBlockingQueue<>(), ChannelOption.SO_BROADCAST, true);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sent.add("d" + i);
            client.write(packet("d" + i, server));
        }
        client.writeAndFlush(packet("too long", server)).sync();
        for (String each : sent) {
            Arrived one = next(arrived);
            assertEquals(each, one.text());
            assertEquals(client.localAddress(), one.from());
            assertEquals(server.localAddress(), one.to());
        }
        assertEquals("too ", next(arrived).text(), "cut off");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLargeOneIsCutAndComesAsOne() throws Exception {
        BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
        Channel server = bound(arrived, PolluxChannelOption.UDP_GRO, true);
        Channel client = bound(new LinkedBlockingQueue<>(), ChannelOption.SO_BROADCAST, true);
        DatagramPacket large = packet("abcabcx", server);
        client.writeAndFlush(new SegmentedDatagramPacket(large.content(), 3, large.recipient()))
                .sync();
        Arrived one = next(arrived);
        assertEquals("abcabcx", one.text());
        assertEquals(SegmentedDatagramPacket.class, one.type());
        client.writeAndFlush(packet("alone", server)).sync();
        assertEquals(DatagramPacket.class, next(arrived).type());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whereItWasSentToIsTold() throws Exception {
        BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
        Channel server = bound(arrived, PolluxChannelOption.IP_RECVORIGDSTADDR, true);
        Channel client = bound(new LinkedBlockingQueue<>(), ChannelOption.SO_BROADCAST, true);
        client.writeAndFlush(packet("x", server)).sync();
        assertEquals(server.localAddress(), next(arrived).to());
    }

    /** One datagram that can't be sent fails alone, wherever it stands. */
    @Test
    void aBadOneFailsAlone() throws Exception {
        BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
        Channel server = bound(arrived, ChannelOption.SO_BROADCAST, true);
        Channel client = bound(new LinkedBlockingQueue<>(), ChannelOption.SO_BROADCAST, true);
        client.write(packet("1", server));
        var bad = client.write(new DatagramPacket(
                Unpooled.copiedBuffer("2", StandardCharsets.US_ASCII), new InetSocketAddress("::1", 9)));
        var longer = client.write(new DatagramPacket(
                Unpooled.wrappedBuffer(new byte[70_000]), (InetSocketAddress) server.localAddress()));
        client.writeAndFlush(packet("3", server)).sync();
        assertInstanceOf(UnsupportedAddressTypeException.class, bad.await().cause());
        assertThrows(java.io.IOException.class, longer::sync);
        assertEquals("1", next(arrived).text());
        assertEquals("3", next(arrived).text());
        assertTrue(client.isOpen());
    }
}
