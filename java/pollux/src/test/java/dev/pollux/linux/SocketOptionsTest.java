package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Kernel;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every option by name: set and read back, or refused for the kernel's reason that is stated. */
@LinuxTest
class SocketOptionsTest {
    private final Set<SocketOption<?>> seen = new HashSet<>();

    private <T> void roundTrip(LinuxSocket socket, SocketOption<T> option, T value) throws IOException {
        seen.add(option);
        socket.setOption(option, value);
        assertEquals(value, socket.getOption(option), option.name());
    }

    /** Set and read back, or EPERM for a process without the privilege. */
    private <T> void privileged(LinuxSocket socket, SocketOption<T> option, T value) throws IOException {
        refusedWith(Errno.EPERM, socket, option, value);
    }

    /** Set and read back, or refused with that code. */
    private <T> void refusedWith(int code, LinuxSocket socket, SocketOption<T> option, T value) throws IOException {
        try {
            roundTrip(socket, option, value);
        } catch (SystemCallException e) {
            assertEquals(code, e.code(), option.name());
        }
    }

    @Test
    void everyOption() throws IOException {
        try (LinuxStreamSocket tcp = LinuxStreamSocket.open(Family.INET);
                LinuxStreamSocket tcp6 = LinuxStreamSocket.open(Family.INET6);
                LinuxStreamSocket unix = LinuxStreamSocket.open(Family.UNIX);
                LinuxStreamListener listener = Streams.listener(Family.INET);
                LinuxDatagramSocket udp = LinuxDatagramSocket.open(Family.INET)) {
            for (SocketOption<Boolean> one : Set.of(
                    StandardSocketOptions.SO_KEEPALIVE,
                    StandardSocketOptions.SO_REUSEADDR,
                    StandardSocketOptions.SO_REUSEPORT,
                    StandardSocketOptions.TCP_NODELAY,
                    LinuxSocketOptions.TCP_CORK,
                    LinuxSocketOptions.TCP_QUICKACK,
                    LinuxSocketOptions.TCP_FASTOPEN_CONNECT,
                    LinuxSocketOptions.IP_FREEBIND,
                    LinuxSocketOptions.IP_BIND_ADDRESS_NO_PORT,
                    LinuxSocketOptions.SO_RXQ_OVFL)) {
                roundTrip(tcp, one, true);
                roundTrip(tcp, one, false);
            }
            roundTrip(udp, StandardSocketOptions.SO_BROADCAST, true);
            roundTrip(udp, StandardSocketOptions.SO_BROADCAST, false);
            roundTrip(tcp, StandardSocketOptions.SO_SNDBUF, 20_000);
            roundTrip(tcp, StandardSocketOptions.SO_RCVBUF, 30_000);
            roundTrip(tcp, StandardSocketOptions.SO_LINGER, 7);
            roundTrip(tcp, StandardSocketOptions.SO_LINGER, 0);
            roundTrip(tcp, StandardSocketOptions.SO_LINGER, -1);
            roundTrip(tcp, StandardSocketOptions.IP_TOS, 0x10);
            roundTrip(tcp6, StandardSocketOptions.IP_TOS, 0x20);
            roundTrip(tcp6, LinuxSocketOptions.IPV6_V6ONLY, true);
            roundTrip(tcp6, LinuxSocketOptions.IPV6_V6ONLY, false);
            roundTrip(unix, LinuxSocketOptions.SO_PASSCRED, true);
            roundTrip(unix, LinuxSocketOptions.SO_PASSCRED, false);
            roundTrip(tcp, LinuxSocketOptions.SO_PRIORITY, 6);
            roundTrip(tcp, LinuxSocketOptions.TCP_MAXSEG, 1000);
            roundTrip(tcp, LinuxSocketOptions.TCP_KEEPIDLE, 11);
            roundTrip(tcp, LinuxSocketOptions.TCP_KEEPINTVL, 12);
            roundTrip(tcp, LinuxSocketOptions.TCP_KEEPCNT, 13);
            roundTrip(tcp, LinuxSocketOptions.TCP_SYNCNT, 3);
            roundTrip(tcp, LinuxSocketOptions.TCP_LINGER2, 5);
            roundTrip(tcp, LinuxSocketOptions.TCP_USER_TIMEOUT, 1234);
            roundTrip(tcp, LinuxSocketOptions.TCP_NOTSENT_LOWAT, 16_384);
            roundTrip(tcp, LinuxSocketOptions.SO_INCOMING_CPU, 0);
            roundTrip(listener, LinuxSocketOptions.TCP_FASTOPEN, 17);
            listener.setOption(LinuxSocketOptions.TCP_DEFER_ACCEPT, 3);
            assertTrue(listener.getOption(LinuxSocketOptions.TCP_DEFER_ACCEPT) >= 3, "rounded up to retransmissions");
            seen.add(LinuxSocketOptions.TCP_DEFER_ACCEPT);
            String algorithm = tcp.getOption(LinuxSocketOptions.TCP_CONGESTION);
            assertTrue(algorithm.matches("[a-z_0-9]+"), algorithm);
            roundTrip(tcp, LinuxSocketOptions.TCP_CONGESTION, "reno");
            Failure.of(
                    SystemCallException.class,
                    "setsockopt",
                    Errno.ENOENT,
                    "TCP_CONGESTION",
                    () -> tcp.setOption(LinuxSocketOptions.TCP_CONGESTION, "no-such-algorithm"));
            roundTrip(udp, LinuxSocketOptions.UDP_SEGMENT, 512);
            roundTrip(udp, LinuxSocketOptions.UDP_GRO, true);
            roundTrip(udp, LinuxSocketOptions.IP_RECVORIGDSTADDR, true);
            roundTrip(udp, LinuxSocketOptions.IP_MULTICAST_ALL, false);
            roundTrip(tcp6, LinuxSocketOptions.IPV6_RECVORIGDSTADDR, true);
            roundTrip(tcp6, LinuxSocketOptions.IPV6_MULTICAST_ALL, false);
            privileged(tcp, LinuxSocketOptions.SO_MARK, 0x55);
            privileged(tcp, LinuxSocketOptions.IP_TRANSPARENT, true);
            privileged(tcp, LinuxSocketOptions.SO_BUSY_POLL, 20);
            boolean hasPreference = Kernel.isAtLeast(5, 11);
            refusedWith(
                    hasPreference ? Errno.EPERM : Errno.ENOPROTOOPT, tcp, LinuxSocketOptions.SO_PREFER_BUSY_POLL, true);
            seen.add(LinuxSocketOptions.SO_BUSY_POLL_BUDGET); // the kernel has no getsockopt for it
            try {
                tcp.setOption(LinuxSocketOptions.SO_BUSY_POLL_BUDGET, 8);
                assertTrue(hasPreference);
            } catch (SystemCallException e) {
                assertEquals(hasPreference ? Errno.EPERM : Errno.ENOPROTOOPT, e.code());
            }
            seen.add(LinuxSocketOptions.SO_INCOMING_NAPI_ID);
            assertTrue(tcp.getOption(LinuxSocketOptions.SO_INCOMING_NAPI_ID) >= 0);
            Failure.of(
                    "setsockopt",
                    Errno.ENOPROTOOPT,
                    "descriptor " + tcp.fd() + ", SO_INCOMING_NAPI_ID",
                    () -> tcp.setOption(LinuxSocketOptions.SO_INCOMING_NAPI_ID, 1));
            assertEquals(tcp.supportedOptions(), seen, "an option was left out here");
        }
    }

    /** A wrong number that names another option of the same type would read back all the same. */
    @Test
    void numbersAreTheKernels() {
        String expected = "SO_PRIORITY 1/12, SO_PASSCRED 1/16, SO_MARK 1/36, SO_RXQ_OVFL 1/40, SO_BUSY_POLL 1/46,"
                + " SO_INCOMING_CPU 1/49, SO_INCOMING_NAPI_ID 1/56, SO_PREFER_BUSY_POLL 1/69,"
                + " SO_BUSY_POLL_BUDGET 1/70, TCP_MAXSEG 6/2, TCP_CORK 6/3, TCP_KEEPIDLE 6/4, TCP_KEEPINTVL 6/5,"
                + " TCP_KEEPCNT 6/6, TCP_SYNCNT 6/7, TCP_LINGER2 6/8, TCP_DEFER_ACCEPT 6/9, TCP_QUICKACK 6/12,"
                + " TCP_CONGESTION 6/13, TCP_USER_TIMEOUT 6/18, TCP_FASTOPEN 6/23, TCP_NOTSENT_LOWAT 6/25,"
                + " TCP_FASTOPEN_CONNECT 6/30, IP_FREEBIND 0/15, IP_TRANSPARENT 0/19,"
                + " IP_BIND_ADDRESS_NO_PORT 0/24, IPV6_V6ONLY 41/26, UDP_SEGMENT 17/103, UDP_GRO 17/104,"
                + " IP_RECVORIGDSTADDR 0/20, IP_MULTICAST_ALL 0/49, IPV6_MULTICAST_ALL 41/29,"
                + " IPV6_RECVORIGDSTADDR 41/74";
        Set<String> numbers = new HashSet<>();
        for (SocketOption<?> option : LinuxSocketOptions.all()) {
            if (option instanceof LinuxSocketOption<?> ours) {
                numbers.add(ours.name() + " " + ours.level() + "/" + ours.number());
            }
        }
        assertEquals(Set.of(expected.split(", ?")), numbers);
        String standard = "SO_BROADCAST 1/6, SO_KEEPALIVE 1/9, SO_SNDBUF 1/7, SO_RCVBUF 1/8, SO_REUSEADDR 1/2,"
                + " SO_REUSEPORT 1/15, SO_LINGER 1/13, IP_TOS 0/1, TCP_NODELAY 6/1";
        Set<String> standardNumbers = new HashSet<>();
        for (SocketOption<?> option : LinuxSocketOptions.all()) {
            LinuxSocketOption<?> ours = LinuxSocketOptions.known(option, Family.INET);
            if (ours != option) {
                standardNumbers.add(ours.name() + " " + ours.level() + "/" + ours.number());
            }
        }
        assertEquals(Set.of(standard.split(", ?")), standardNumbers);
    }

    @Test
    void refusals() throws IOException {
        try (LinuxStreamSocket tcp = LinuxStreamSocket.open(Family.INET);
                LinuxStreamSocket unix = LinuxStreamSocket.open(Family.UNIX)) {
            Failure.of(
                    "setsockopt",
                    Errno.EOPNOTSUPP,
                    "TCP_NODELAY",
                    () -> unix.setOption(StandardSocketOptions.TCP_NODELAY, true));
            Failure.of("setsockopt", Errno.EINVAL, "", () -> tcp.setOption(LinuxSocketOptions.TCP_KEEPIDLE, 0));
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> tcp.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1));
            assertThrows(
                    UnsupportedOperationException.class, () -> tcp.getOption(StandardSocketOptions.IP_MULTICAST_TTL));
            assertThrows(NullPointerException.class, () -> tcp.setOption(LinuxSocketOptions.SO_MARK, null));
            LinuxSocketOption<Integer> unknown = LinuxSocketOption.ofInt("SO_NONE", 1, 9999);
            Failure.of("setsockopt", Errno.ENOPROTOOPT, "SO_NONE", () -> tcp.setOption(unknown, 1));
            Failure.of("getsockopt", Errno.ENOPROTOOPT, "SO_NONE", () -> tcp.getOption(unknown));
            String tooLong = "x".repeat(LinuxSocketOption.MAX_LENGTH + 1);
            assertThrows(
                    IllegalArgumentException.class, () -> tcp.setOption(LinuxSocketOptions.TCP_CONGESTION, tooLong));
        }
    }

    @Test
    void anyOptionByNumber() throws IOException {
        try (LinuxStreamSocket tcp = LinuxStreamSocket.open(Family.INET)) {
            LinuxSocketOption<Integer> keepIdle = LinuxSocketOption.ofInt("mine", 6, 4);
            assertEquals("mine", keepIdle.toString());
            assertEquals(Integer.class, keepIdle.type());
            assertEquals(6, keepIdle.level());
            assertEquals(4, keepIdle.number());
            tcp.setOption(keepIdle, 99);
            assertEquals(99, tcp.getOption(LinuxSocketOptions.TCP_KEEPIDLE));
            tcp.setOption(LinuxSocketOption.ofBoolean("nodelay", 6, 1), true);
            assertEquals(true, tcp.getOption(StandardSocketOptions.TCP_NODELAY));
            ByteBuffer value = ByteBuffer.allocate(12).order(ByteOrder.nativeOrder());
            value.putInt(4, 77).position(4).limit(8);
            tcp.setRawOption(6, 4, value);
            assertEquals(4, value.remaining(), "left as it is");
            assertEquals(77, tcp.getOption(keepIdle));
            ByteBuffer back =
                    ByteBuffer.allocateDirect(20).order(ByteOrder.nativeOrder()).position(8);
            assertEquals(4, tcp.getRawOption(6, 4, back));
            assertEquals(12, back.position());
            assertEquals(77, back.getInt(8));
            assertEquals(0, back.getInt(12));
            assertEquals("reno", textOf(tcp));
            ByteBuffer tooLarge = ByteBuffer.allocate(LinuxSocketOption.MAX_LENGTH + 1);
            assertThrows(IllegalArgumentException.class, () -> tcp.setRawOption(6, 4, tooLarge));
            assertThrows(IllegalArgumentException.class, () -> tcp.getRawOption(6, 4, tooLarge));
            assertThrows(
                    java.nio.ReadOnlyBufferException.class, () -> tcp.getRawOption(6, 4, tooLarge.asReadOnlyBuffer()));
        }
    }

    private static String textOf(LinuxStreamSocket tcp) throws IOException {
        tcp.setRawOption(6, 13, Streams.bytes("reno"));
        return tcp.getOption(LinuxSocketOption.ofText("algorithm", 6, 13));
    }

    @Test
    void tcpInfoOfALiveConnection() throws IOException {
        LinuxStreamSocket[] pair = Streams.connected(Family.INET);
        Streams.sendAll(pair[0], "x".repeat(5000));
        Streams.assertReceives("x".repeat(5000), pair[1]);
        Streams.sendAll(pair[1], "answer");
        Streams.assertReceives("answer", pair[0]);
        TcpInfo info = new TcpInfo();
        assertEquals(0, info.state());
        pair[0].tcpInfo(info);
        assertEquals(1, info.state(), "established");
        assertTrue(info.sendMaxSegmentBytes() > 500 && info.sendMaxSegmentBytes() <= 65_535);
        assertTrue(info.pathMtuBytes() > info.sendMaxSegmentBytes());
        assertTrue(info.congestionWindowSegments() > 0);
        assertTrue(info.rttMicros() > 0 && info.minRttMicros() <= info.rttMicros());
        assertTrue(info.retransmitTimeoutMicros() >= 1000);
        assertTrue(info.bytesAcked() >= 5000 && info.bytesAcked() <= 5001, () -> "acked " + info.bytesAcked());
        assertEquals(6, info.bytesReceived());
        assertEquals(0, info.notSentBytes());
        assertEquals(0, info.unackedSegments());
        assertEquals(0, info.retransmits() + info.probes() + info.lostSegments() + info.totalRetransmittedSegments());
        assertTrue(info.lastDataSentMillis() < 60_000 && info.lastDataReceivedMillis() < 60_000);
        assertTrue(info.rttVarianceMicros() > 0);
        assertTrue(info.pacingRateBytesPerSecond() != 0 && info.deliveryRateBytesPerSecond() >= 0);
        long filled = Streams.fill(pair[0]);
        pair[0].tcpInfo(info);
        assertTrue(info.notSentBytes() > 0 && info.notSentBytes() <= filled);
        pair[1].shutdownOutput();
        Ready.await(pair[0], Epoll.RDHUP);
        pair[0].tcpInfo(info);
        assertEquals(8, info.state(), "the peer has closed");
        pair[0].close();
        pair[1].close();
        try (LinuxStreamSocket unix = LinuxStreamSocket.open(Family.UNIX)) {
            Failure.of("getsockopt", Errno.EOPNOTSUPP, "TCP_INFO", () -> unix.tcpInfo(info));
        }
    }
}
