package dev.pollux.internal.completion;

import dev.pollux.completion.AcceptOperation;
import dev.pollux.completion.AcceptStream;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.StreamCallback;
import dev.pollux.internal.completion.seam.ChannelHandle;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Makes a listener's operations. How an accept is started is the backend's. */
public abstract class AbstractCompletionListener extends AbstractCompletionChannel implements CompletionListener {
    protected AbstractCompletionListener(CompletionPortWork port, ChannelHandle handle) {
        super(port, handle);
    }

    /** Opens the socket that an accept is to make a connection of, or null if the system makes the socket itself. */
    protected abstract AbstractCompletionSocket openAccepted() throws IOException;

    /** Starts an accept. {@link CompletionBackend} has what it returns. */
    protected abstract int startAccept(AcceptOperationWork operation, AbstractCompletionSocket accepting)
            throws IOException;

    /** {@return the connection}, which is {@code accepting} if there was one. */
    protected abstract AbstractCompletionSocket completeAccept(
            AcceptOperationWork operation, AbstractCompletionSocket accepting) throws IOException;

    /** {@return true if an accept failed because its peer had gone before, which is routine} */
    protected abstract boolean isPeerGone(SystemCallException cause);

    /** Takes an address, which was checked, and begins to listen. */
    protected abstract void bindAndListen(InetSocketAddress address, int backlog) throws IOException;

    @Override
    protected final String face() {
        return "CompletionListener";
    }

    @Override
    public final void bind(InetSocketAddress address, int backlog) throws IOException {
        if (backlog < 1) {
            throw new IllegalArgumentException("a backlog of " + backlog);
        }
        checkCanBind(address);
        bindAndListen(address, backlog);
    }

    /** Takes an address, and begins to accept. Closes the listener if that fails. */
    final CompletionListener acceptAt(
            InetSocketAddress address, StreamCallback<AcceptStream, CompletionSocket> callback) throws IOException {
        try {
            bind(address, MAX_BACKLOG);
            acceptStream(callback).submit();
            return this;
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    @Override
    public final AcceptOperation accept() {
        return new AcceptOperationWork(this);
    }

    @Override
    public final AcceptStream acceptStream() {
        return newAcceptStream();
    }

    /** Makes a stream. A backend whose system accepts again and again has its own. */
    protected AcceptStreamWork newAcceptStream() {
        return new AcceptStreamWork(this);
    }
}
