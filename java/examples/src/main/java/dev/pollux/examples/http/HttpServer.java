package dev.pollux.examples.http;

import dev.pollux.Dispatcher;
import dev.pollux.LoopTimer;
import dev.pollux.completion.CompletionAcceptCallback;
import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.examples.server.CompletionLoops;
import dev.pollux.examples.server.LoopGroup;
import dev.pollux.examples.server.Mode;
import dev.pollux.examples.server.RunningLoops;
import dev.pollux.examples.server.Target;
import dev.pollux.readiness.AcceptCallback;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A minimal HTTP/1.1 server on Pollux. */
public final class HttpServer {
    private HttpServer() {}

    /**
     * Starts one.
     *
     * @param address port 0 lets the system choose one
     * @param threadCount how many loops
     * @param target what it is to run on
     * @param root the directory whose files are served, or null for a small page
     * @param limits what a connection may ask
     * @return the running server
     * @throws IOException if the address is not available, or there is no such directory
     */
    public static RunningLoops start(
            InetSocketAddress address, int threadCount, Target target, Path root, HttpLimits limits)
            throws IOException {
        return target.mode() == Mode.COMPLETION
                ? CompletionLoops.start(address, threadCount, target.backend(), loop -> setUp(loop, root, limits))
                : LoopGroup.start(address, threadCount, target.backend(), loop -> setUp(loop, root, limits));
    }

    private static CompletionAcceptCallback setUp(CompletionDispatcher loop, Path root, HttpLimits limits)
            throws IOException {
        Site site = root == null ? Site.ofPage() : Site.ofFiles(root, loop.port()::openFile);
        HttpLoop http = new HttpLoop(limits, site);
        OutputBuffers outputs = new OutputBuffers();
        new SecondTicker(loop, http).schedule();
        return socket -> {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            CompletionTransport transport = new CompletionTransport(loop, outputs, socket);
            transport.start(http.open(transport));
        };
    }

    private static AcceptCallback setUp(ReadinessDispatcher loop, Path root, HttpLimits limits) throws IOException {
        Site site = root == null ? Site.ofPage() : Site.ofFiles(root, loop::openFile);
        HttpLoop http = new HttpLoop(limits, site);
        new SecondTicker(loop, http).schedule();
        return socket -> {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SocketTransport transport = new SocketTransport(socket);
            HttpConnection connection = http.open(transport);
            try {
                transport.registration =
                        loop.register(socket, Interest.READ, (registration, readiness) -> connection.onReady());
            } catch (IOException | RuntimeException e) {
                connection.close();
                throw e;
            }
        };
    }

    /** Ticks a loop's clock, by one timer that is scheduled again and again. */
    private static final class SecondTicker {
        private final LoopTimer timer;

        SecondTicker(Dispatcher loop, HttpLoop http) {
            timer = loop.timer(() -> {
                schedule();
                http.tick();
            });
        }

        private void schedule() {
            timer.schedule(TimeUnit.SECONDS.toNanos(1));
        }
    }
}
