package dev.pollux.benchmarks.servers.child;

import dev.pollux.Backend;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.UdpSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;

/** On Pollux: a dispatcher, one thread. */
final class PolluxServer extends Server {
    private final ReadinessDispatcher loop;
    private final Kind kind;
    private final String address;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final UnsentBuffers unsent = new UnsentBuffers();

    PolluxServer(Backend backend, Kind kind, String path) throws IOException {
        this.kind = kind;
        loop = ReadinessDispatcher.builder().backend(backend).open();
        address = text(kind == Kind.UDP ? serveDatagrams() : listen(path));
        startThread(loop::run);
    }

    private SocketAddress listen(String path) throws IOException {
        return loop.listen(address(kind, path), this::accepted).localAddress();
    }

    private void accepted(StreamSocket socket) throws IOException {
        if (kind != Kind.UNIX) {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        loop.register(socket, Interest.READ, new PolluxConnection(socket, buffer, unsent, Exchange.of(kind)));
    }

    private SocketAddress serveDatagrams() throws IOException {
        UdpSocket socket = loop.openUdpSocket();
        socket.bind(anyPort());
        loop.register(socket, Interest.READ, (registration, readiness) -> {
            while (socket.receive(buffer.clear())) {
                socket.send(buffer.flip(), socket.sender()); // or it is lost
            }
        });
        return socket.localAddress();
    }

    @Override
    String address() {
        return address;
    }

    @Override
    String description() {
        return "Pollux, " + loop.describe();
    }
}
