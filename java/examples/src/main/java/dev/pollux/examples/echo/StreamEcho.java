package dev.pollux.examples.echo;

import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * A TCP server that sends back what it receives, by streams and lent buffers. A connection that says nothing keeps no buffer. A
 * peer that does not take its echo has eight at most. Then nothing more is read from it, and after ten seconds it is closed.
 */
public final class StreamEcho {
    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private StreamEcho() {}

    /**
     * Listens, and serves.
     *
     * @param port what it runs on. Somebody polls it
     * @param address port 0 lets the system choose one
     * @return the listener
     * @throws IOException if the address is not available
     */
    public static CompletionListener listen(CompletionPort port, InetSocketAddress address) throws IOException {
        return port.listen(address, socket -> {
            socket.writeTimeoutNanos(WRITE_NANOS);
            socket.readStream((stream, buffer) -> socket.writeAndGiveBack(buffer))
                    .onEnd(stream -> socket.closeWhenWritten())
                    .timeoutNanos(IDLE_NANOS)
                    .submit();
        });
    }

    /**
     * Serves until the process is ended.
     *
     * @param args the port's number
     * @throws IOException if the address is not available
     */
    public static void main(String[] args) throws IOException {
        try (CompletionDispatcher loop = CompletionDispatcher.open()) {
            listen(loop.port(), new InetSocketAddress(Integer.parseInt(args[0])));
            loop.run();
        }
    }
}
