package dev.pollux.benchmarks.start;

import dev.pollux.Backend;
import dev.pollux.LoopTimer;
import dev.pollux.readiness.AcceptCallback;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;

/** On Pollux: what {@link SelectorServer} does. Neither has lambdas, which Java itself would link first. */
final class PolluxServer implements FirstTickServer.Server, AcceptCallback, ReadinessCallback, Runnable {
    private final ReadinessDispatcher loop;
    private final StreamListener listener;
    private final LoopTimer timer;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(FirstTickServer.BUFFER_BYTES);
    private Ticks ticks;

    PolluxServer(String backend) throws IOException {
        loop = ReadinessDispatcher.builder()
                .backend(backend.equals("nio") ? Backend.NIO : Backend.EPOLL) // valueOf would start reflection
                .open();
        listener = loop.listen(FirstTickServer.anyPort(), this);
        timer = loop.timer(this);
    }

    @Override
    public int port() throws IOException {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public void run(Ticks newTicks) throws IOException {
        ticks = newTicks;
        ticks.begin();
        timer.schedule(ticks.nanosToNext());
        loop.run();
    }

    @Override
    public void run() {
        if (ticks.tick()) {
            loop.stop();
        } else {
            timer.schedule(Math.max(0, ticks.nanosToNext()));
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
        int count = socket.read(buffer.clear());
        if (count < 0) {
            socket.close();
        } else if (count > 0) {
            socket.write(buffer.flip());
        }
    }
}
