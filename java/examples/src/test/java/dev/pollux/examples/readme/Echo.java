package dev.pollux.examples.readme;

import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.ReadOperation;
import dev.pollux.completion.WriteOperation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

final class Echo {
    static void serve(CompletionSocket socket) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
        ReadOperation read = socket.read(buffer);
        WriteOperation write = socket.write(buffer);
        read.onCompletion((operation, count) -> {
            if (count < 0) {
                socket.close();
            } else {
                buffer.flip();
                write.submit(); // all of it: its callback comes when the last byte has gone
            }
        });
        write.onCompletion((operation, count) -> {
            buffer.clear();
            read.submit();
        });
        read.submit();
    }

    public static void main(String[] args) throws IOException {
        try (CompletionPort port = CompletionPort.open();
                CompletionDispatcher loop = CompletionDispatcher.over(port)) {
            port.listen(new InetSocketAddress("127.0.0.1", 9000), Echo::serve);
            loop.run();
        }
    }
}
