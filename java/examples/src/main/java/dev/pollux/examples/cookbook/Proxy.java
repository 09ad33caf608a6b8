package dev.pollux.examples.cookbook;

import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.ReadStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;

/** Carries bytes between clients and a server, as fast as the slower end takes them. */
public final class Proxy {
    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final CompletionSocket client;
    private final CompletionSocket server;
    private int ends;

    private Proxy(CompletionSocket client, CompletionSocket server) {
        this.client = client;
        this.server = server;
    }

    private static void serve(CompletionDispatcher loop, CompletionSocket client, InetSocketAddress upstream) {
        loop.connect(upstream, (connect, none) -> {
                    Proxy proxy = new Proxy(client, connect.socket());
                    proxy.carry(client, connect.socket());
                    proxy.carry(connect.socket(), client);
                })
                .timeoutNanos(CONNECT_NANOS)
                .onFailure((connect, failure) -> reset(client)) // the client sees that nobody has taken its bytes
                .submit();
    }

    /** One direction. It lends four buffers at most: what one end does not take is not read from the other. */
    private void carry(CompletionSocket from, CompletionSocket to) {
        to.writeTimeoutNanos(WRITE_NANOS);
        from.readStream((stream, buffer) -> to.writeAndGiveBack(buffer, (socket, failure) -> {
                    if (failure != null) {
                        resetBoth();
                    }
                }))
                .window(4)
                .timeoutNanos(IDLE_NANOS)
                .onEnd(stream -> ended(to))
                .onFailure(this::failed)
                .submit();
    }

    /** The end of one direction goes on as the end of that direction. The other may still have an answer to carry. */
    private void ended(CompletionSocket to) throws IOException {
        ends++;
        if (ends == 1) {
            to.shutdownOutput(); // behind what is still to be written
        } else {
            client.closeWhenWritten();
            server.closeWhenWritten();
        }
    }

    private void failed(ReadStream stream, IOException failure) {
        resetBoth();
    }

    /** A connection that is cut off ends in a reset, so that nobody takes a part for the whole. */
    private void resetBoth() {
        reset(client);
        reset(server);
    }

    private static void reset(CompletionSocket socket) {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // it is closed already
        }
        socket.close();
    }

    /** Arguments: its port, the server's host, the server's port. */
    public static void main(String[] args) throws IOException {
        InetSocketAddress upstream = new InetSocketAddress(args[1], Integer.parseInt(args[2]));
        if (upstream.isUnresolved()) {
            throw new UnknownHostException(args[1]);
        }
        try (CompletionDispatcher loop = CompletionDispatcher.open()) {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
            var listener = loop.listen(address, client -> serve(loop, client, upstream));
            System.out.println("listening on port " + listener.localAddress().getPort());
            loop.run();
        }
    }
}
