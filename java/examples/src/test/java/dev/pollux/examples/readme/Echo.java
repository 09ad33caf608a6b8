package dev.pollux.examples.readme;

import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionSocket;
import java.io.IOException;
import java.net.InetSocketAddress;

final class Echo {
    static void serve(CompletionSocket socket) {
        socket.readStream((stream, buffer) -> socket.writeAndGiveBack(buffer))
                .onEnd(stream -> socket.closeWhenWritten())
                .submit();
    }

    public static void main(String[] args) throws IOException {
        try (CompletionDispatcher loop = CompletionDispatcher.open()) {
            loop.listen(new InetSocketAddress("127.0.0.1", 9000), Echo::serve);
            loop.run();
        }
    }
}
