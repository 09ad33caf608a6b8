package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The options of Windows's sockets, which a channel has before it has a loop. */
@EnabledOnOs(OS.WINDOWS)
@Timeout(30)
class WindowsOptionsTest {
    private final PolluxSocketChannel channel = new PolluxSocketChannel();

    @AfterEach
    void close() {
        channel.unsafe().closeForcibly();
    }

    @Test
    void aSocketsOptionsAreTheSystems() {
        PolluxSocketChannelConfig config = channel.config();
        assertTrue(config.isTcpNoDelay(), "as with every transport of Netty's");
        assertTrue(config.setOption(ChannelOption.SO_KEEPALIVE, true));
        assertTrue(config.setOption(ChannelOption.TCP_NODELAY, false));
        assertTrue(config.setOption(ChannelOption.SO_LINGER, 5));
        assertTrue(config.setOption(ChannelOption.SO_RCVBUF, 100_000));
        Map<ChannelOption<?>, Object> all = config.getOptions();
        assertEquals(true, all.get(ChannelOption.SO_KEEPALIVE));
        assertEquals(false, all.get(ChannelOption.TCP_NODELAY));
        assertEquals(5, all.get(ChannelOption.SO_LINGER));
        assertTrue((Integer) all.get(ChannelOption.SO_RCVBUF) >= 100_000);
    }

    /** Windows's own lets others take an address over. The JDK's sockets keep it to themselves there, too. */
    @Test
    void anAddressIsNeverSharedByReuse() throws Exception {
        try (Loops loops = new Loops(1)) {
            Channel first = Loops.listen(loops.server(EchoHandler::new).option(ChannelOption.SO_REUSEADDR, true));
            assertEquals(true, first.config().getOption(ChannelOption.SO_REUSEADDR));
            assertThrows(BindException.class, () -> loops.server(EchoHandler::new)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .bind(Loops.addressOf(first))
                    .sync());
        }
    }

    @Test
    void whatWindowsHasNotIsNotKnown() {
        PolluxSocketChannelConfig config = channel.config();
        assertFalse(config.setOption(PolluxChannelOption.TCP_CORK, true));
        assertFalse(config.setOption(ChannelOption.IP_TOS, 8));
        assertFalse(config.setOption(ChannelOption.TCP_FASTOPEN_CONNECT, true));
        assertNull(config.getOption(PolluxChannelOption.TCP_CORK));
    }

    @Test
    void unixSocketsAreRefusedWithTheReason() {
        for (var make : new org.junit.jupiter.api.function.Executable[] {
            PolluxDomainSocketChannel::new, PolluxServerDomainSocketChannel::new
        }) {
            var refused = assertThrows(UnsupportedOperationException.class, make);
            assertTrue(refused.getMessage().startsWith("Unix sockets have channels on Linux only"), refused::toString);
        }
    }

    @Test
    @SuppressWarnings("deprecation") // Netty has no other names for the options
    void aDatagramSocketsOptionsAreTheSystems() throws Exception {
        PolluxDatagramChannel datagrams = new PolluxDatagramChannel(SocketProtocolFamily.INET);
        try {
            PolluxDatagramChannelConfig config = datagrams.config();
            NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"));
            Map<ChannelOption<?>, Object> values = Map.of(
                    ChannelOption.SO_BROADCAST,
                    true,
                    ChannelOption.IP_MULTICAST_TTL,
                    7,
                    ChannelOption.IP_MULTICAST_LOOP_DISABLED,
                    true,
                    ChannelOption.IP_MULTICAST_IF,
                    loopback,
                    PolluxChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE,
                    1_000);
            assertTrue(config.setOptions(values));
            Map<ChannelOption<?>, Object> all = config.getOptions();
            values.forEach((option, value) -> assertEquals(value, all.get(option), option::name));
            assertFalse(config.setOption(PolluxChannelOption.UDP_GRO, true));
            assertFalse(config.setOption(PolluxChannelOption.IP_RECVORIGDSTADDR, true));
            assertNull(config.getOption(PolluxChannelOption.UDP_GRO));
        } finally {
            datagrams.unsafe().closeForcibly();
        }
    }

    /** For multicast: all that hear one group have its port. Without the option, an address is one socket's. */
    @Test
    void datagramSocketsShareAnAddressIfAllWantTo() throws Exception {
        try (Loops loops = new Loops(1)) {
            Channel first = datagrams(loops, true, 0).sync().channel();
            int port = ((InetSocketAddress) first.localAddress()).getPort();
            assertTrue(datagrams(loops, true, port).sync().channel().isActive());
            assertInstanceOf(
                    BindException.class, datagrams(loops, false, port).await().cause());
        }
    }

    private static ChannelFuture datagrams(Loops loops, boolean shares, int port) {
        return new Bootstrap()
                .group(loops.group)
                .channelFactory(() -> new PolluxDatagramChannel(SocketProtocolFamily.INET))
                .option(ChannelOption.SO_REUSEADDR, shares)
                .handler(new EchoHandler())
                .bind("127.0.0.1", port);
    }

    @Test
    void aSegmentedPacketIsRefused() throws Exception {
        try (Loops loops = new Loops(1)) {
            Channel first = datagrams(loops, false, 0).sync().channel();
            InetSocketAddress to = (InetSocketAddress) first.localAddress();
            var packet = new SegmentedDatagramPacket(Unpooled.directBuffer(8).writeZero(8), 4, to);
            assertInstanceOf(
                    UnsupportedOperationException.class,
                    first.writeAndFlush(packet).await().cause());
            assertEquals(0, packet.refCnt());
        }
    }

    @Test
    void aClosedChannelHasNoOptions() {
        channel.unsafe().closeForcibly();
        assertThrows(ChannelException.class, () -> channel.config().isTcpNoDelay());
        assertThrows(ChannelException.class, () -> channel.config().isReuseAddress());
    }
}
