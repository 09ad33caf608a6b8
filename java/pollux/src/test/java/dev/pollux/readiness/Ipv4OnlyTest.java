package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.binding.Ipv6Calls;
import dev.pollux.linux.ChildJvm;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where the JDK is told to do without IPv6, in a JVM of its own: every backend does, too, and an IPv6 address is refused with the
 * reason.
 */
class Ipv4OnlyTest {
    @ParameterizedTest
    @EnumSource(
            value = Backend.class,
            names = {"NIO", "EPOLL"})
    void noSocketIsOfIpv6(Backend backend) throws Exception {
        run(backend, "-Djava.net.preferIPv4Stack=true", Main.class);
    }

    @Test
    void noSocketIsOfIpv6WhereTheSystemHasNone() throws Exception {
        run(Backend.EPOLL, "-Djava.net.preferIPv4Stack=false", WithoutIpv6.class);
    }

    /** What the wildcard is called does not change what it means. */
    @ParameterizedTest
    @EnumSource(
            value = Backend.class,
            names = {"NIO", "EPOLL"})
    void theWildcardIsForBothHoweverItIsWritten(Backend backend) throws Exception {
        run(backend, "-Djava.net.preferIPv6Addresses=true", Both.class);
        run(backend, "-Djava.net.preferIPv6Addresses=false", Both.class);
    }

    private static void run(Backend backend, String flag, Class<?> main) throws Exception {
        Backends.require(backend);
        ChildJvm.run(List.of(), List.of("-ea", flag, "-Ddev.pollux.test.backend=" + backend.name()), main);
    }

    private static ReadinessPort open() throws IOException {
        return ReadinessPort.open(Backend.valueOf(System.getProperty("dev.pollux.test.backend")));
    }

    /** What runs there. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws IOException {
            byte[] ip = new byte[16];
            ip[15] = 1;
            InetSocketAddress six = new InetSocketAddress(InetAddress.getByAddress(ip), 9);
            try (ReadinessPort port = open();
                    StreamListener listener = port.openListener();
                    UdpSocket datagrams = port.openUdpSocket()) {
                assertSaysWhy(() -> listener.bind(six, 1));
                assertSaysWhy(() -> port.connect(six));
                assertSaysWhy(() -> datagrams.bind(six));
                assertSaysWhy(() -> datagrams.connect(six));
                assertThrows(
                        UnsupportedOperationException.class, () -> port.openListener(StandardProtocolFamily.INET6));
                assertThrows(
                        UnsupportedOperationException.class, () -> port.openUdpSocket(StandardProtocolFamily.INET6));
                listener.bind(new InetSocketAddress(0), 1);
                assertInstanceOf(Inet4Address.class, listener.localInetAddress().getAddress());
                datagrams.bind(new InetSocketAddress(0));
                assertInstanceOf(
                        Inet4Address.class, datagrams.localInetAddress().getAddress());
            }
        }

        private static void assertSaysWhy(Executable call) {
            String message =
                    assertThrows(UnsupportedAddressTypeException.class, call).getMessage();
            assertTrue(
                    message != null
                            && message.contains("0:0:0:0:0:0:0:1")
                            && message.contains("java.net.preferIPv4Stack"),
                    message);
        }
    }

    /** What runs there, where no socket of IPv6 can be opened. */
    static final class WithoutIpv6 {
        private WithoutIpv6() {}

        public static void main(String[] arguments) throws Exception {
            Ipv6Calls.takeIpv6Away();
            Main.main(arguments);
        }
    }

    /** What runs there, with a wildcard that is an IPv6 address or an IPv4 one. */
    static final class Both {
        private Both() {}

        public static void main(String[] arguments) throws IOException {
            try (ReadinessPort port = open();
                    StreamListener listener = port.openListener()) {
                listener.bind(new InetSocketAddress(0), 4);
                int there = listener.localInetAddress().getPort();
                assertTrue(listener.localInetAddress().getAddress().isAnyLocalAddress());
                try (SocketChannel four = SocketChannel.open(new InetSocketAddress("127.0.0.1", there))) {
                    assertTrue(four.isConnected());
                    Await.until("it is accepted", () -> accepts(listener));
                }
                if (NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null) {
                    try (SocketChannel six = SocketChannel.open(new InetSocketAddress("::1", there))) {
                        assertTrue(six.isConnected());
                        Await.until("it is accepted", () -> accepts(listener));
                    }
                }
            }
        }

        private static boolean accepts(StreamListener listener) throws IOException {
            try (StreamSocket socket = listener.accept()) {
                return socket != null;
            }
        }
    }
}
