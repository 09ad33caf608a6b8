package dev.pollux.benchmarks.windows;

import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.ReadOperation;
import dev.pollux.completion.WriteOperation;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;

/** On a completion port of Pollux's. */
final class PortEcho extends EchoServer {
    private PortEcho(CompletionPort port) throws IOException {
        address = port.listen(anyPort(), socket -> new Connection(socket).read.submit())
                .localAddress();
        description = "Pollux, " + port.describe();
    }

    static PortEcho oneDispatcher() throws IOException {
        CompletionPort port = CompletionPort.open(1);
        CompletionDispatcher loop = CompletionDispatcher.over(port);
        PortEcho echo = new PortEcho(port);
        echo.startThread(loop::run);
        return echo;
    }

    static PortEcho fourThreads() throws IOException {
        CompletionPort port = CompletionPort.open(2);
        PortEcho echo = new PortEcho(port);
        for (int i = 0; i < 4; i++) {
            echo.startThread(() -> {
                while (true) {
                    port.poll(-1);
                }
            });
        }
        return echo;
    }

    /** A read, a write, a read. */
    private static final class Connection {
        private final CompletionSocket socket;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        private final ReadOperation read;
        private final WriteOperation write;

        Connection(CompletionSocket socket) throws IOException {
            this.socket = socket;
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            read = socket.read(buffer, this::onRead);
            write = socket.write(buffer, this::onWritten);
        }

        private void onRead(ReadOperation operation, long count) {
            if (count < 0) {
                socket.close();
            } else {
                buffer.flip();
                write.submit();
            }
        }

        private void onWritten(WriteOperation operation, long count) {
            buffer.clear();
            read.submit();
        }
    }
}
