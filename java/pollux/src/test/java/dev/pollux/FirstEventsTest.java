package dev.pollux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.internal.loop.FirstFailure;
import dev.pollux.linux.ChildJvm;
import dev.pollux.readiness.AcceptCallback;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a fresh process's first events need is there before they come: a JVM of its own tells which classes it loads when. */
class FirstEventsTest {
    private static final String BEGIN = "the first events begin";
    private static final String END = "the first events have ended";
    private static final String BEGIN_MANY = "many events begin";
    private static final String END_MANY = "many events have ended";

    /** More than the 127 calls after which a JDK makes a class for a method handle. */
    private static final int MANY = 150;

    /** Accepts connections, echoes a byte of each, runs a timer and a task that another thread hands over. */
    static final class Program implements AcceptCallback, ReadinessCallback, Runnable {
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(1);
        private final List<SocketChannel> clients = new ArrayList<>(); // else they might be closed
        private ReadinessDispatcher loop;
        private StreamListener listener;
        private volatile int runs;
        private int echoes;

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            new Program().serve(Backend.valueOf(arguments[0]));
        }

        private void serve(Backend backend) throws Exception {
            loop = ReadinessDispatcher.builder().backend(backend).open();
            listener = loop.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), this);
            Thread other = new Thread(new FromOutside(loop, this));
            connect(1);
            System.out.println(BEGIN);
            loop.schedule(1_000_000, this);
            other.start();
            while (echoes == 0 || runs < 2) {
                loop.runOnce(100_000_000);
            }
            System.out.println(END);
            while (!FirstFailure.isReady()) { // what it loads is not the events'
                loop.runOnce(1_000_000);
            }
            connect(MANY);
            System.out.println(BEGIN_MANY);
            while (echoes < 1 + MANY) {
                loop.runOnce(100_000_000);
            }
            for (int i = 0; i < MANY; i++) {
                loop.runOnce(0);
                loop.runOnce(1);
            }
            System.out.println(END_MANY);
        }

        private void connect(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                SocketChannel client = SocketChannel.open(listener.localAddress());
                client.write(ByteBuffer.allocate(1));
                clients.add(client);
            }
        }

        @Override
        public void onAccept(StreamSocket socket) throws IOException {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
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

    /** The library's, or the JDK's for it: what a class is checked with, and what a method handle is made of. */
    private static boolean isOurs(String line) {
        return line.startsWith("dev.pollux.") && !line.startsWith(FirstEventsTest.class.getName())
                || line.startsWith("java.nio.channels.")
                || line.startsWith("java.lang.invoke.LambdaForm$");
    }

    /** Hands the loop a task. */
    private record FromOutside(ReadinessDispatcher loop, Runnable task) implements Runnable {
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
        assertTrue(
                output.contains("dev.pollux.internal.epoll.EpollPort ")
                        || output.contains("dev.pollux.internal.nio.NioPort "),
                output);
        assertEquals("", loaded(output, BEGIN, END));
        assertEquals("", loaded(output, BEGIN_MANY, END_MANY));
    }

    private static String loaded(String output, String begin, String end) {
        return output.substring(output.indexOf(begin), output.indexOf(end))
                .lines()
                .filter(FirstEventsTest::isOurs)
                .map(line -> line.split(" ")[0])
                .collect(Collectors.joining(", "));
    }
}
