package dev.pollux.internal.emulated;

import dev.pollux.internal.completion.AbstractCompletionListener;
import dev.pollux.internal.completion.AbstractCompletionSocket;
import dev.pollux.internal.completion.AcceptOperationWork;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.readiness.AbstractStreamListener;
import dev.pollux.internal.readiness.AbstractStreamSocket;
import dev.pollux.readiness.Interest;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A listener on a readiness listener. */
final class EmulatedListener extends AbstractCompletionListener {
    private final CompletionPortWork port;
    private final EmulatedBackend backend;
    private final AbstractStreamListener listener;
    private final AcceptLane accepts;

    private EmulatedListener(CompletionPortWork port, EmulatedHandle handle, AbstractStreamListener listener) {
        super(port, handle);
        this.port = port;
        this.listener = listener;
        backend = handle.backend;
        accepts = new AcceptLane(handle, listener);
        handle.lanes(accepts, null);
    }

    static EmulatedListener open(CompletionPortWork port, EmulatedBackend backend) throws IOException {
        EmulatedListener opened = lent(port, backend, (AbstractStreamListener) backend.port.openListener());
        opened.accepts.hold(); // it has no address
        return opened;
    }

    /** Of one that listens. Closes it if that fails. */
    static EmulatedListener lent(CompletionPortWork port, EmulatedBackend backend, AbstractStreamListener listener) {
        try {
            return new EmulatedListener(port, new EmulatedHandle(backend, listener, Interest.READ), listener);
        } catch (Throwable e) { // no memory
            listener.close();
            throw e;
        }
    }

    @Override
    protected void bindAndListen(InetSocketAddress address, int backlog) throws IOException {
        listener.bind(address, backlog);
        accepts.release();
    }

    /** The system makes the socket. */
    @Override
    protected AbstractCompletionSocket openAccepted() {
        return null;
    }

    @Override
    protected int startAccept(AcceptOperationWork operation, AbstractCompletionSocket accepting) throws IOException {
        return accepts.start(EmulatedTicket.of(operation));
    }

    @Override
    protected AbstractCompletionSocket completeAccept(
            AcceptOperationWork operation, AbstractCompletionSocket accepting) {
        EmulatedTicket ticket = EmulatedTicket.of(operation);
        AbstractStreamSocket accepted = (AbstractStreamSocket) ticket.accepted;
        ticket.accepted = null;
        return EmulatedSocket.of(port, backend, accepted);
    }

    /** Readiness listeners go on to the next connection by themselves. */
    @Override
    protected boolean isPeerGone(SystemCallException cause) {
        return false;
    }
}
