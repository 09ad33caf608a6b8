package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.pollux.Backend;
import dev.pollux.Backends;
import dev.pollux.binding.Ipv6Calls;
import dev.pollux.binding.TestBinding;
import dev.pollux.linux.ChildJvm;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where the JDK is told to do without IPv6, and where the system has none, in a JVM of its own: a completion port does without,
 * too, and an IPv6 address is refused with the reason.
 */
class CompletionIpv4OnlyTest {
    @ParameterizedTest
    @EnumSource(
            value = Backend.class,
            names = {"IO_URING", "IOCP", "EMULATED"})
    void noSocketIsOfIpv6WhereTheJdkIsToldSo(Backend backend) throws Exception {
        Backends.require(backend);
        ChildJvm.run(List.of(), List.of("-ea", "-Djava.net.preferIPv4Stack=true"), Main.class, backend.name());
    }

    @ParameterizedTest
    @EnumSource(
            value = Backend.class,
            names = {"IO_URING", "IOCP", "EMULATED"})
    void noSocketIsOfIpv6WhereTheSystemHasNone(Backend backend) throws Exception {
        Backends.require(backend);
        assumeFalse(
                backend == Backend.EMULATED && (isWindows() || bindingIsMissing()),
                "the JDK's sockets beneath it are not the binding's");
        ChildJvm.run(List.of(), List.of("-ea"), WithoutIpv6.class, backend.name());
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    private static boolean bindingIsMissing() {
        return System.getProperty(TestBinding.PROPERTY, "").isEmpty();
    }

    /** What runs there. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws IOException {
            byte[] ip = new byte[16];
            ip[15] = 1;
            InetSocketAddress six = new InetSocketAddress(InetAddress.getByAddress(ip), 9);
            InetSocketAddress any = new InetSocketAddress(0);
            try (CompletionPort port = CompletionPort.builder()
                    .backend(Backend.valueOf(arguments[0]))
                    .open()) {
                CompletionListener listener = port.openListener();
                assertSaysWhy(() -> listener.bind(six, 1));
                assertSaysWhy(() -> port.connect(six, (operation, none) -> {}).submit());
                assertSaysWhy(() -> port.openUdpSocket(six));
                CompletionUdpSocket datagrams = port.openUdpSocket();
                assertSaysWhy(() -> datagrams.bind(six));
                listener.bind(any, 1);
                assertInstanceOf(Inet4Address.class, listener.localAddress().getAddress());
                datagrams.bind(any);
                assertInstanceOf(Inet4Address.class, datagrams.localAddress().getAddress());
                port.openUdpSocket(any);
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
}
