package dev.pollux.benchmarks.servers.child;

import dev.pollux.Backend;
import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** On a completion port of Pollux's: a dispatcher, one thread. */
final class CompletionServer extends Server {
    /** As many as the server in C has. */
    private static final int LENT_BUFFERS = 4096;

    private final CompletionPort port;
    private final Reads reads = Reads.chosen();
    private final ArrayDeque<ByteBuffer> spare = new ArrayDeque<>();
    private final String address;

    /** @throws UnsupportedOperationException if that backend is not available here, or serves no such kind */
    CompletionServer(Backend backend, Kind kind) throws IOException {
        if (kind != Kind.TCP) {
            throw new UnsupportedOperationException("the server on a completion port is for TCP");
        }
        port = CompletionPort.builder()
                .backend(backend)
                .singleThreaded(true)
                .lentBuffers(LENT_BUFFERS, OwnBufferConnection.BYTES)
                .open();
        CompletionDispatcher loop = CompletionDispatcher.over(port);
        address = text(port.listen(anyPort(), this::accepted).localAddress());
        startThread(loop::run);
    }

    private void accepted(CompletionSocket socket) throws IOException {
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        switch (reads) {
            case OWN_BUFFERS -> new OwnBufferConnection(socket).start();
            case LENT ->
                socket.readStream((stream, buffer) -> socket.writeAndGiveBack(buffer))
                        .submit();
            case NO_ROOM -> new SpareBufferConnection(socket, spare).start();
        }
    }

    @Override
    String address() {
        return address;
    }

    @Override
    String description() {
        return "Pollux, " + port.describe();
    }
}
