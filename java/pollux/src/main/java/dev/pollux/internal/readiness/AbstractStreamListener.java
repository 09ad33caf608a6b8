package dev.pollux.internal.readiness;

import dev.pollux.internal.socket.Refusals;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.net.SocketAddress;

/** What the listeners of all backends have in common. */
public abstract class AbstractStreamListener extends AbstractPollableSocket implements StreamListener {
    private volatile boolean bound;

    public AbstractStreamListener() {}

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
    public final void isBound() {
        bound = true;
    }

    public abstract void bindTo(SocketAddress address, int backlog) throws IOException;

    @Override
    public final StreamSocket accept() throws IOException {
        if (!bound) {
            checkOpen();
            throw Refusals.notYetBound(this);
        }
        return acceptOne();
    }

    public abstract StreamSocket acceptOne() throws IOException;

    @Override
    public final SocketAddress localAddress() throws IOException {
        if (!bound) {
            checkOpen();
            return null;
        }
        return boundAddress();
    }

    public abstract SocketAddress boundAddress() throws IOException;
}
