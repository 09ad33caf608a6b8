package dev.pollux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.linux.ChildJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a fresh process's first events need is there before they come: a JVM of its own tells which classes it loads when. */
class FirstEventsTest {
    private static final String BEGIN = "the first events begin";
    private static final String END = "the first events have ended";

    /** Accepts a connection, echoes a byte, runs a timer and a task that another thread hands over. */
    static final class Program implements AcceptCallback, ReadinessCallback, Runnable {
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(1);
        private Dispatcher loop;
        private volatile int runs;
        private int echoes;

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            new Program().serve(Backend.valueOf(arguments[0]));
        }

        private void serve(Backend backend) throws Exception {
            loop = Dispatcher.builder().backend(backend).open();
            StreamListener listener = loop.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), this);
            Thread other = new Thread(new FromOutside(loop, this));
            SocketChannel client = SocketChannel.open(listener.localAddress());
            client.write(ByteBuffer.allocate(1));
            System.out.println(BEGIN);
            loop.schedule(1_000_000, this);
            other.start();
            while (echoes == 0 || runs < 2) {
                loop.runOnce(100_000_000);
            }
            System.out.println(END);
        }

        @Override
        public void onAccept(StreamSocket socket) throws IOException {
            loop.register(socket, Interest.READ, this);
        }

        @Override
        public void onReady(Registration registration, Readiness readiness) throws IOException {
            StreamSocket socket = (StreamSocket) registration.source();
            if (socket.read(buffer.clear()) > 0) {
                socket.write(buffer.flip());
                echoes++;
            }
        }

        @Override
        public void run() {
            runs++;
        }
    }

    /** Hands the loop a task. */
    private record FromOutside(Dispatcher loop, Runnable task) implements Runnable {
        @Override
        public void run() {
            loop.execute(task);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Backend.class,
            names = {"EPOLL", "NIO"})
    void classesAreLoadedBeforeTheyCome(Backend backend) throws Exception {
        Backends.require(backend);
        String output = ChildJvm.run(List.of(), List.of("-Xlog:class+load:stdout:none"), Program.class, backend.name());
        assertTrue(output.contains("dev.pollux.EpollPort ") || output.contains("dev.pollux.NioPort "), output);
        String during = output.substring(output.indexOf(BEGIN), output.indexOf(END));
        String loaded = during.lines()
                .filter(line -> line.startsWith("dev.pollux.") && !line.startsWith(FirstEventsTest.class.getName()))
                .map(line -> line.split(" ")[0])
                .collect(Collectors.joining(", "));
        assertEquals("", loaded);
    }
}
