package dev.pollux;

import dev.pollux.system.SystemCallException;
import dev.pollux.windows.Family;
import dev.pollux.windows.Overlapped;
import dev.pollux.windows.WinError;
import dev.pollux.windows.WinsockSocket;
import dev.pollux.windows.WinsockStreamListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;

/** A socket that accepts TCP connections by operations. */
public final class CompletionListener extends CompletionChannel {
    /** A backlog as long as the system allows. */
    public static final int MAX_BACKLOG = WinsockStreamListener.MAX_BACKLOG;

    private final WinsockStreamListener listener;
    private final Family family;

    private CompletionListener(CompletionPort port, WinsockStreamListener listener, Family family) {
        super(port);
        this.listener = listener;
        this.family = family;
    }

    static CompletionListener open(CompletionPort port) throws IOException {
        try {
            return open(port, Family.INET6); // takes IPv4 too
        } catch (SystemCallException e) {
            if (e.code() != WinError.WSAEAFNOSUPPORT) {
                throw e;
            }
            return open(port, Family.INET); // a system without IPv6
        }
    }

    private static CompletionListener open(CompletionPort port, Family family) throws IOException {
        WinsockStreamListener listener = WinsockStreamListener.open(family);
        try {
            CompletionListener opened = new CompletionListener(port, listener, family);
            port.add(opened);
            return opened;
        } catch (Throwable e) {
            listener.close();
            throw e;
        }
    }

    @Override
    WinsockSocket handle() {
        return listener;
    }

    /**
     * Takes an address and begins to listen.
     *
     * @param address the local address; port 0 lets the system choose one
     * @param backlog how many connections may wait to be accepted, at least 1; the system may allow fewer
     * @throws java.nio.channels.AlreadyBoundException if it has an address
     * @throws java.net.BindException if the address is in use or not this machine's
     * @throws IOException if the system refuses for another reason
     */
    public void bind(InetSocketAddress address, int backlog) throws IOException {
        if (backlog < 1) {
            throw new IllegalArgumentException("a backlog of " + backlog);
        }
        checkCanBind(address);
        listener.bind(address);
        listener.listen(backlog);
    }

    /**
     * Makes an operation that accepts one connection. Several of one listener may be pending at once.
     *
     * @return the operation; to be told its {@link Operation#onCompletion}, then submitted
     */
    public AcceptOperation accept() {
        return new AcceptOperation(this);
    }

    /**
     * As {@link #accept()}, with its callback.
     *
     * @param callback what to call
     * @return the operation, to be submitted
     */
    public AcceptOperation accept(CompletionCallback<AcceptOperation> callback) {
        return accept().onCompletion(callback);
    }

    /**
     * Accepts what comes, with several accepts pending at a time, until it is closed. With no handle or memory left for a
     * connection it pauses for a moment and the error handler is told.
     *
     * @param callback takes the connections
     * @throws java.nio.channels.NotYetBoundException if it is not bound
     * @throws IOException if it is closed
     */
    public void acceptAll(ConnectionCallback callback) throws IOException {
        CompletionAcceptor.start(this, Objects.requireNonNull(callback, "callback"));
    }

    CompletionSocket openAccepted() throws IOException {
        return CompletionSocket.open(port(), family);
    }

    int startAccept(Overlapped with, CompletionSocket accepted) throws IOException {
        return listener.submitAccept(with, accepted.socket());
    }

    void finishAccept(CompletionSocket accepted) throws IOException {
        listener.updateAcceptContext(accepted.socket());
    }
}
