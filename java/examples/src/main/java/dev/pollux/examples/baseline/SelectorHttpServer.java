package dev.pollux.examples.baseline;

import dev.pollux.examples.http.HttpConnection;
import dev.pollux.examples.http.HttpLimits;
import dev.pollux.examples.http.HttpLoop;
import dev.pollux.examples.http.Site;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The same HTTP server on java.nio's Selector, without Pollux: what Pollux is compared with. Written as one would write
 * it who cares: {@code select(Consumer)}, so that no set of keys is filled and emptied. All connections
 * share direct buffers. Interest is changed only when a write would block. Nothing is allocated for a request.
 */
public final class SelectorHttpServer implements AutoCloseable {
    private static final int BACKLOG = 4096; // the system's own limit, net.core.somaxconn

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final HttpLoop http = new HttpLoop(HttpLimits.DEFAULT, Site.ofPage());
    private final Consumer<SelectionKey> onSelected = this::onSelected;
    private final Thread thread = new Thread(this::run, "selector-loop");
    private volatile boolean stopping;

    private SelectorHttpServer(InetSocketAddress address, boolean shared) throws IOException {
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        if (shared) {
            listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        listener.bind(address, BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Starts one, which is shared if others are to listen on its address too. */
    static SelectorHttpServer start(InetSocketAddress address, boolean shared) throws IOException {
        SelectorHttpServer server = new SelectorHttpServer(address, shared);
        server.thread.start();
        return server;
    }

    /** {@return the address that it listens on} */
    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) listener.getLocalAddress();
    }

    private void run() {
        try (selector;
                listener) {
            long nextTickNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            while (!stopping) {
                long untilTickNanos = nextTickNanos - System.nanoTime();
                if (untilTickNanos <= 0) {
                    nextTickNanos += TimeUnit.SECONDS.toNanos(1);
                    http.tick();
                } else {
                    selector.select(onSelected, 1 + TimeUnit.NANOSECONDS.toMillis(untilTickNanos));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the selector failed", e);
        } finally {
            http.close();
        }
    }

    private void onSelected(SelectionKey key) {
        if (key.attachment() instanceof HttpConnection connection) {
            connection.onReady();
        } else {
            acceptAll();
        }
    }

    private void acceptAll() {
        try {
            for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                key.attach(http.open(new ChannelTransport(channel, key)));
            }
        } catch (IOException e) {
            System.err.println("accept: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        stopping = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
