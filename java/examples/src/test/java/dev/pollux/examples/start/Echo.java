package dev.pollux.examples.start;

import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionSocket;
import java.io.IOException;
import java.net.InetSocketAddress;

public class Echo {
    static void serve(CompletionSocket socket) {
        socket.readStream((stream, buffer) -> socket.writeAndGiveBack(buffer)).submit();
    }

    public static void main(String[] args) throws IOException {
        int port = args.length == 0 ? 9000 : Integer.parseInt(args[0]);
        try (CompletionDispatcher loop = CompletionDispatcher.open()) {
            var listener = loop.listen(new InetSocketAddress("127.0.0.1", port), Echo::serve);
            System.out.println(loop.describe());
            System.out.println("listening on port " + listener.localAddress().getPort());
            loop.run();
        }
    }
}
