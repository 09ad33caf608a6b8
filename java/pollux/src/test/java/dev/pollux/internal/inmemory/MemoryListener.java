package dev.pollux.internal.inmemory;

import dev.pollux.internal.completion.AbstractCompletionListener;
import dev.pollux.internal.completion.AbstractCompletionSocket;
import dev.pollux.internal.completion.AcceptOperationWork;
import dev.pollux.internal.completion.CompletionBackend;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;

/** A listener in memory. The backend makes the socket of a connection when it is accepted. */
final class MemoryListener extends AbstractCompletionListener {
    private final Handle handle;
    private final CompletionPortWork port;

    MemoryListener(CompletionPortWork port, MemoryBackend backend) {
        this(port, new Handle(backend));
    }

    private MemoryListener(CompletionPortWork port, Handle handle) {
        super(port, handle);
        this.port = port;
        this.handle = handle;
    }

    /** Guarded by the backend. */
    static final class Handle extends MemoryHandle {
        private int number;
        private final ArrayDeque<MemoryTicket> accepts = new ArrayDeque<>();
        private final ArrayDeque<MemoryStream> backlog = new ArrayDeque<>();

        Handle(MemoryBackend backend) {
            super(backend);
        }

        @Override
        int number() {
            return number;
        }

        /** A connection has come. */
        void add(MemoryStream stream) {
            backlog.add(stream);
            if (!accepts.isEmpty()) {
                MemoryTicket accept = accepts.remove();
                accept.accepted = backlog.remove();
                backend.complete(accept);
            }
        }

        @Override
        void end() {
            backend.listeners.remove(number, this);
            backend.endAll(accepts);
        }
    }

    @Override
    protected void bindAndListen(InetSocketAddress address, int backlog) throws IOException {
        synchronized (handle.backend) {
            handle.checkOpen();
            handle.number = address.getPort() != 0 ? address.getPort() : handle.backend.newNumber();
            handle.backend.listeners.put(handle.number, handle);
        }
    }

    @Override
    protected AbstractCompletionSocket openAccepted() {
        return null;
    }

    @Override
    protected int startAccept(AcceptOperationWork operation, AbstractCompletionSocket accepting) throws IOException {
        synchronized (handle.backend) {
            handle.checkOpen();
            MemoryTicket ticket = MemoryTicket.of(operation);
            if (handle.backlog.isEmpty()) {
                return handle.backend.waits(ticket, handle.accepts);
            }
            ticket.accepted = handle.backlog.remove();
            return CompletionBackend.DONE;
        }
    }

    @Override
    protected AbstractCompletionSocket completeAccept(
            AcceptOperationWork operation, AbstractCompletionSocket accepting) {
        return new MemorySocket(port, handle.backend, MemoryTicket.of(operation).accepted);
    }

    @Override
    protected boolean isPeerGone(SystemCallException cause) {
        return false;
    }
}
