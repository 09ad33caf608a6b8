package dev.pollux.benchmarks.micro;

import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.UdpSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;

/**
 * Pollux as a server runs it: {@link ReadinessDispatcher#run()}, which the callback that counts the last event ends. So an entry and an
 * exit of {@code run} are in the time, too, once in some thousand events.
 */
final class PolluxLoop implements DispatchLoop {
    private final ReadinessDispatcher loop = ReadinessDispatcher.open();
    private long last;

    PolluxLoop() throws IOException {
        if (Boolean.getBoolean("dev.pollux.benchmarks.jmx")) {
            ReadThroughJmx.begin(loop);
        }
    }

    @Override
    public void addReady(Count count) throws IOException {
        UdpSocket socket = loop.port().openUdpSocket(StandardProtocolFamily.INET);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.send(ByteBuffer.allocateDirect(1), socket.localAddress());
        loop.register(socket, Interest.READ, new Counter(count));
    }

    @Override
    public void addIdle(Count count) throws IOException {
        loop.register(loop.port().openUdpSocket(StandardProtocolFamily.INET), Interest.READ, new Counter(count));
    }

    @Override
    public void run(Count count, long events) throws IOException {
        last = count.events + events;
        loop.run();
    }

    @Override
    public void close() {
        loop.close();
    }

    /** One each registration, as a server has one each connection. */
    private final class Counter implements ReadinessCallback {
        private final Count count;

        Counter(Count count) {
            this.count = count;
        }

        @Override
        public void onReady(Registration registration, Readiness readiness) {
            if (readiness.isReadable() && ++count.events == last) {
                loop.stop();
            }
        }
    }
}
