package dev.pollux.benchmarks.servers.child;

import dev.pollux.Backend;
import java.io.IOException;

/** What a server stands on. */
public enum Layer {
    /** Pollux on epoll. The binding is chosen by its property. */
    POLLUX_EPOLL,
    /** A completion port of Pollux's on io_uring. The binding is chosen by its property. */
    POLLUX_IO_URING,
    /** A completion port of Pollux's over epoll. The binding is chosen by its property. */
    POLLUX_EMULATED,
    /** Pollux on the selector. */
    POLLUX_NIO,
    /** A bare Selector. */
    SELECTOR,
    /** Netty on the selector. */
    NETTY_NIO,
    /** Netty on its own epoll. */
    NETTY_EPOLL,
    /** Netty on io_uring. */
    NETTY_IO_URING,
    /** Netty on Pollux's epoll. The binding is chosen by its property. */
    NETTY_POLLUX_EPOLL,
    /** Netty on Pollux's completion port on io_uring. The binding is chosen by its property. */
    NETTY_POLLUX_IO_URING,
    /** Netty on Pollux's completion port over epoll. The binding is chosen by its property. */
    NETTY_POLLUX_EMULATED;

    /**
     * Starts a server.
     *
     * @param path where a Unix socket is to be, or null
     * @throws UnsupportedOperationException if there is none of this layer here
     */
    Server start(Kind kind, String path) throws IOException {
        switch (this) {
            case POLLUX_EPOLL:
                return new PolluxServer(Backend.EPOLL, kind, path);
            case POLLUX_IO_URING:
                return new CompletionServer(Backend.IO_URING, kind);
            case POLLUX_EMULATED:
                return new CompletionServer(Backend.EMULATED, kind);
            case POLLUX_NIO:
                return new PolluxServer(Backend.NIO, kind, path);
            case SELECTOR:
                return new SelectorServer(kind, path);
            default:
                return new NettyServer(NettyTransport.valueOf(name()), kind, path);
        }
    }
}
