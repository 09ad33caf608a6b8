package dev.pollux.linux.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.binding.LinuxCalls;
import dev.pollux.binding.TestBinding;
import dev.pollux.linux.ChildJvm;
import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxDatagramSocket;
import dev.pollux.linux.LinuxSocketOptions;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.linux.LinuxTest;
import dev.pollux.linux.Streams;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Settings of a network that are not the system's own: a child JVM has a network for itself (unshare(1)), where it may change them. */
@LinuxTest
class OwnNetworkTest {
    private static final List<String> OWN_NETWORK = List.of("unshare", "-rn");
    private static final String BOTH_ENDS_OPEN_FAST = "3";

    private static String run(String setting, String value, Class<?> main) throws IOException, InterruptedException {
        String file = "/proc/sys/net/" + setting;
        List<String> prefix = new ArrayList<>(OWN_NETWORK);
        prefix.addAll(List.of("sh", "-c", "echo " + value + " > " + file + " && exec \"$@\"", "sh"));
        List<String> trial = new ArrayList<>(prefix);
        trial.add("true");
        assumeTrue(succeeds(trial), "a network of one's own takes unshare(1), user namespaces and " + file);
        return ChildJvm.run(prefix, List.of(), main);
    }

    private static boolean succeeds(List<String> command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    @Test
    void socketsOfInet6TakeBothWhateverTheSettingIs() throws Exception {
        assertEquals("false false false\n", run("ipv6/bindv6only", "1", Openings.class));
    }

    /** Prints IPV6_V6ONLY of each kind of socket. */
    static final class Openings {
        private Openings() {}

        public static void main(String[] arguments) throws IOException {
            try (LinuxStreamListener listener = LinuxStreamListener.open(Family.INET6);
                    LinuxStreamSocket stream = LinuxStreamSocket.open(Family.INET6);
                    LinuxDatagramSocket datagrams = LinuxDatagramSocket.open(Family.INET6)) {
                System.out.println(listener.getOption(LinuxSocketOptions.IPV6_V6ONLY) + " "
                        + stream.getOption(LinuxSocketOptions.IPV6_V6ONLY) + " "
                        + datagrams.getOption(LinuxSocketOptions.IPV6_V6ONLY));
            }
        }
    }

    @Test
    void theFirstBytesGoWithTheSyn() throws Exception {
        assertEquals("0 hello 5 hello 5 hello\n", run("ipv4/tcp_fastopen", BOTH_ENDS_OPEN_FAST, FastOpens.class));
    }

    /** Prints of three connections how many bytes went with the SYN, and what has arrived. */
    static final class FastOpens {
        private static final int SIOCSIFFLAGS = 0x8914;
        private static final short IFF_UP = 1;

        private FastOpens() {}

        public static void main(String[] arguments) throws IOException {
            LinuxCalls calls = TestBinding.linux();
            try (LinuxStreamListener listener = LinuxStreamListener.open(Family.INET)) {
                ByteBuffer request = ByteBuffer.allocateDirect(40).order(ByteOrder.nativeOrder()); // struct ifreq
                request.put("lo".getBytes(StandardCharsets.US_ASCII)).putShort(16, IFF_UP);
                int result = calls.ioctl(listener.fd(), SIOCSIFFLAGS, calls.addressOf(request));
                if (result < 0) {
                    throw new IOException("lo can't be turned on: " + result);
                }
                listener.setOption(LinuxSocketOptions.TCP_FASTOPEN, 16);
                listener.bind(Streams.loopback(Family.INET));
                listener.listen(16);
                List<String> told = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    told.add(hello(listener, i == 2));
                }
                System.out.println(String.join(" ", told));
            }
        }

        private static String hello(LinuxStreamListener listener, boolean byAddress) throws IOException {
            try (LinuxStreamSocket socket = LinuxStreamSocket.open(Family.INET)) {
                ByteBuffer hello = Streams.direct("hello");
                int taken = byAddress
                        ? socket.connect(
                                listener.localAddress(), TestBinding.linux().addressOf(hello), 5)
                        : socket.connect(listener.localAddress(), hello);
                hello.position(taken);
                LinuxStreamSocket accepted = Streams.accept(listener);
                while (!socket.finishConnect()) {
                    Thread.onSpinWait();
                }
                Streams.sendAll(socket, hello);
                ByteBuffer got = ByteBuffer.allocate(5);
                Streams.receiveAll(accepted, got);
                accepted.close();
                return taken + " " + Streams.text(got.flip());
            }
        }
    }
}
