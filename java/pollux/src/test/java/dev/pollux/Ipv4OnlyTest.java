package dev.pollux;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.linux.ChildJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Where the JDK is told to do without IPv6, in a JVM of its own: an IPv6 address is refused with the reason. */
class Ipv4OnlyTest {
    @Test
    void anIpv6AddressIsRefusedByNameOnNio() throws Exception {
        ChildJvm.run(List.of(), List.of("-ea", "-Djava.net.preferIPv4Stack=true"), Main.class);
    }

    /** What runs there. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws IOException {
            byte[] ip = new byte[16];
            ip[15] = 1;
            InetSocketAddress six = new InetSocketAddress(InetAddress.getByAddress(ip), 9);
            try (ReadinessPort port = ReadinessPort.open(Backend.NIO);
                    StreamListener listener = port.openListener();
                    DatagramSocket datagrams = port.openDatagramSocket()) {
                assertSaysWhy(() -> listener.bind(six, 1));
                assertSaysWhy(() -> port.connect(six));
                assertSaysWhy(() -> datagrams.bind(six));
                assertSaysWhy(() -> datagrams.connect(six));
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
}
