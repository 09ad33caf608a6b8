package dev.pollux.examples.proxy;

import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.GiveBackCallback;
import dev.pollux.completion.ReadStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.util.concurrent.TimeUnit;

/**
 * Carries bytes between a client and a server by streams and lent buffers, as fast as the slower end takes them. Each direction
 * has so many buffers at a time as its window says: what one end does not take is not read from the other. A half-close goes on
 * as a half-close. All else that ends a connection is a reset to both ends.
 *
 * <p>It has three deadlines: for the connect, for an end that does not take what is written to it, and for a connection on which
 * nothing comes, either way. One thread polls the port.
 */
public final class StreamProxy {
    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int WINDOW = 4;

    private final CompletionSocket client;
    private final CompletionSocket server;
    private final long idleNanos;
    private final GiveBackCallback<CompletionSocket> written = (socket, failure) -> {
        if (failure != null) {
            reset();
        }
    };
    private long activeNanos = System.nanoTime();
    private int ends;

    private StreamProxy(CompletionSocket client, CompletionSocket server, long idleNanos) {
        this.client = client;
        this.server = server;
        this.idleNanos = idleNanos;
    }

    /**
     * Listens, and carries.
     *
     * @param port what it runs on. One thread polls it
     * @param address port 0 lets the system choose one
     * @param upstream the server
     * @param idleNanos a connection on which nothing comes for so long is reset
     * @return the listener
     * @throws IOException if the address is not available
     */
    public static CompletionListener listen(
            CompletionPort port, InetSocketAddress address, InetSocketAddress upstream, long idleNanos)
            throws IOException {
        return port.listen(address, client -> port.connect(upstream)
                .onCompletion((connect, none) -> new StreamProxy(client, connect.socket(), idleNanos).begin())
                .onFailure((connect, failure) -> client.close())
                .timeoutNanos(CONNECT_NANOS)
                .submit());
    }

    private void begin() {
        carry(client, server);
        carry(server, client);
    }

    private void carry(CompletionSocket from, CompletionSocket to) {
        to.writeTimeoutNanos(WRITE_NANOS);
        from.readStream((stream, buffer) -> {
                    activeNanos = System.nanoTime();
                    to.writeAndGiveBack(buffer, written);
                })
                .window(WINDOW)
                .timeoutNanos(idleNanos)
                .onEnd(stream -> ended(to))
                .onFailure(this::failed)
                .submit();
    }

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
        long leftNanos = idleNanos - (System.nanoTime() - activeNanos);
        if (failure instanceof SocketTimeoutException && leftNanos > 0) {
            stream.timeoutNanos(leftNanos).submit(); // one direction may be silent while the other is not
        } else {
            reset();
        }
    }

    /** Nobody is to take a part for the whole: both ends see a reset. */
    private void reset() {
        reset(client);
        reset(server);
    }

    private static void reset(CompletionSocket socket) {
        try {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // It is closed already.
        }
        socket.close();
    }

    /**
     * Carries until the process is ended.
     *
     * @param args the port's number, the server's host, the server's port
     * @throws IOException if the address is not available
     */
    public static void main(String[] args) throws IOException {
        InetSocketAddress upstream = new InetSocketAddress(args[1], Integer.parseInt(args[2]));
        try (CompletionDispatcher loop = CompletionDispatcher.open()) {
            InetSocketAddress address = new InetSocketAddress(Integer.parseInt(args[0]));
            listen(loop.port(), address, upstream, TimeUnit.MINUTES.toNanos(5));
            loop.run();
        }
    }
}
