package dev.pollux.examples.echo;

import dev.pollux.Backend;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.examples.server.CompletionLoops;
import dev.pollux.examples.server.PortThreads;
import dev.pollux.examples.server.RunningLoops;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;

/** A TCP server that sends back what it receives, on completion ports. */
public final class CompletionEcho {
    private CompletionEcho() {}

    /**
     * Starts one.
     *
     * @param address port 0 lets the system choose one
     * @param threadCount how many threads. On iocp they poll one port. Elsewhere each has a loop with a port of its own
     * @param backend null for the best
     * @return the running server
     * @throws IOException if the address is not available
     * @throws UnsupportedOperationException if the backend is not available
     */
    public static RunningLoops start(InetSocketAddress address, int threadCount, Backend backend) throws IOException {
        if (threadCount > 1 && isWindows()) {
            return startThreads(address, threadCount, backend);
        }
        return CompletionLoops.start(address, threadCount, backend, loop -> CompletionEcho::serve);
    }

    /**
     * Starts one whose threads all poll one port.
     *
     * @param address as in {@link #start}
     * @param threadCount as in {@link #start}
     * @param backend as in {@link #start}
     * @return the running server
     * @throws IOException as {@link #start}
     */
    public static PortThreads startThreads(InetSocketAddress address, int threadCount, Backend backend)
            throws IOException {
        return PortThreads.start(address, threadCount, backend, CompletionEcho::serve);
    }

    /**
     * What has come is in a buffer of the port's, and goes back as it is. A peer that does not take its echo keeps a few of them,
     * and is not read from until it has. The end of its stream closes the connection, once all was written.
     */
    private static void serve(CompletionSocket socket) throws IOException {
        socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket.readStream((stream, buffer) -> socket.writeAndGiveBack(buffer)).submit();
    }

    /** Windows deals out the completions of a port to threads, and has no SO_REUSEPORT that would deal out connections. */
    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }
}
