package dev.pollux.examples.readme;

import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionSocket;
import java.net.InetSocketAddress;

final class Proxy {
    private int ends;

    static void serve(CompletionDispatcher loop, CompletionSocket client, InetSocketAddress upstream) {
        loop.connect(upstream, (connect, none) -> {
                    Proxy proxy = new Proxy();
                    proxy.carry(client, connect.socket());
                    proxy.carry(connect.socket(), client);
                })
                .onFailure((connect, failure) -> client.close())
                .submit();
    }

    private void carry(CompletionSocket from, CompletionSocket to) {
        from.readStream((stream, buffer) -> to.writeAndGiveBack(buffer))
                .onEnd(stream -> {
                    to.shutdownOutput(); // behind what is still to be written
                    if (++ends == 2) {
                        from.closeWhenWritten();
                        to.closeWhenWritten();
                    }
                })
                .onFailure((stream, failure) -> to.close())
                .submit();
    }
}
