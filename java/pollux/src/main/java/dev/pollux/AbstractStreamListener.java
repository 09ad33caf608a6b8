package dev.pollux;

import dev.pollux.internal.socket.Refusals;
import java.io.IOException;
import java.net.SocketAddress;

/** What the listeners of all backends have in common. */
abstract class AbstractStreamListener extends AbstractPollableSocket implements StreamListener {
    private volatile boolean bound;

    AbstractStreamListener() {}

    @Override
    public final void bind(SocketAddress address, int backlog) throws IOException {
        checkAddress(address);
        if (backlog < 1) {
            throw new IllegalArgumentException("a backlog of " + backlog + " connections: at least 1 is needed");
        }
        synchronized (lock) {
            checkOpen();
            if (bound) {
                throw Refusals.alreadyBound(this);
            }
            bindTo(address, backlog);
            bound = true;
        }
    }

    /** Of one that is taken over. */
    final void isBound() {
        bound = true;
    }

    abstract void bindTo(SocketAddress address, int backlog) throws IOException;

    @Override
    public final StreamSocket accept() throws IOException {
        if (!bound) {
            checkOpen();
            throw Refusals.notYetBound(this);
        }
        return acceptOne();
    }

    abstract StreamSocket acceptOne() throws IOException;

    @Override
    public final SocketAddress localAddress() throws IOException {
        if (!bound) {
            checkOpen();
            return null;
        }
        return boundAddress();
    }

    abstract SocketAddress boundAddress() throws IOException;
}
