package dev.pollux.examples.guide;

import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.ReadOperation;
import dev.pollux.completion.WriteOperation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

// guide: port
final class PortServer implements AutoCloseable {
    private final CompletionDispatcher loop;
    private final CompletionListener listener;

    PortServer(InetSocketAddress address) throws IOException {
        loop = CompletionDispatcher.open();
        listener = loop.port().listen(address, socket -> new Connection(socket).read());
    }

    InetSocketAddress address() throws IOException {
        return listener.localAddress();
    }

    void run() throws IOException {
        loop.run(); // on a thread of yours: the library starts none
    }

    @Override
    public void close() {
        loop.close();
    }

    private static final class Connection {
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
        private final ReadOperation read;
        private final WriteOperation write;

        Connection(CompletionSocket socket) {
            write = socket.write(buffer, (operation, count) -> read()).timeoutNanos(TimeUnit.MINUTES.toNanos(1));
            read = socket.read(buffer).timeoutNanos(TimeUnit.MINUTES.toNanos(1));
            read.onCompletion((operation, count) -> {
                if (count < 0) {
                    socket.close();
                } else {
                    buffer.flip();
                    write.submit(); // all of it
                }
            });
        }

        void read() {
            buffer.clear();
            read.submit();
        }
    }
}
// end
