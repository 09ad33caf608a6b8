package dev.pollux.examples.readme;

import dev.pollux.CompletionPort;
import dev.pollux.CompletionSocket;
import dev.pollux.Dispatcher;
import dev.pollux.ReadOperation;
import dev.pollux.WriteOperation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

final class Echo {
    final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
    final ReadOperation read;
    final WriteOperation write;

    Echo(CompletionSocket socket) {
        read = socket.read(buffer, (operation, count) -> received(count));
        write = socket.write(buffer, (operation, count) -> sent());
    }

    void received(long count) {
        if (count < 0) {
            read.socket().close();
        } else {
            buffer.flip();
            write.submit(); // all of it: its callback comes when the last byte has gone
        }
    }

    void sent() {
        buffer.clear();
        read.submit();
    }

    public static void main(String[] args) throws IOException {
        try (CompletionPort port = CompletionPort.open();
                Dispatcher loop = Dispatcher.over(port)) {
            port.listen(new InetSocketAddress("127.0.0.1", 9000), socket -> new Echo(socket).read.submit());
            loop.run();
        }
    }
}
