package dev.pollux.netty.internal.completion;

import dev.pollux.netty.internal.loop.LoopHandle;
import dev.pollux.netty.internal.readiness.EpollPort;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.TriggerMode;
import io.netty.channel.IoRegistration;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;

/**
 * What a loop on a completion port does not transfer by operations: datagrams and Unix sockets. They are watched by an epoll
 * instance, and that one by the completion port. So they behave as on epoll. Only from the loop's thread.
 */
final class WatchedHandles {
    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(WatchedHandles.class);

    private final CompletionLoop loop;
    private EpollPort epoll; // opened for the first handle

    WatchedHandles(CompletionLoop loop) {
        this.loop = loop;
    }

    IoRegistration register(LoopHandle handle) throws IOException {
        if (epoll == null) {
            epoll = open();
        }
        return epoll.register(handle);
    }

    private EpollPort open() throws IOException {
        EpollPort opened = new EpollPort(loop.thread());
        try {
            loop.port()
                    .readinessPort()
                    .register(opened.descriptor(), Interest.READ, TriggerMode.LEVEL, (same, readiness) -> deliver());
            return opened;
        } catch (Throwable e) {
            opened.close();
            throw e;
        }
    }

    private void deliver() {
        try {
            epoll.await(0);
            epoll.deliver();
        } catch (IOException e) {
            LOG.warn("An event loop could not look at what it watches.", e);
        }
        loop.servedByReadiness();
    }

    void closeHandles() {
        if (epoll != null) {
            epoll.closeHandles();
        }
    }

    void close() {
        if (epoll != null) {
            epoll.close();
        }
    }
}
