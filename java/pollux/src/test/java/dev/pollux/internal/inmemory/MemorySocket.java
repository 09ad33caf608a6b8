package dev.pollux.internal.inmemory;

import dev.pollux.internal.completion.AbstractCompletionSocket;
import dev.pollux.internal.completion.CompletionBackend;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.completion.ConnectOperationWork;
import dev.pollux.internal.completion.ReadOperationWork;
import dev.pollux.internal.completion.SendFileOperationWork;
import dev.pollux.internal.completion.ShutdownOutputOperationWork;
import dev.pollux.internal.completion.WriteOperationWork;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.NotYetConnectedException;

/** A connection in memory. */
final class MemorySocket extends AbstractCompletionSocket {
    private static final int MOST = 1_000; // bytes of a write's part

    private final Handle handle;

    MemorySocket(CompletionPortWork port, MemoryBackend backend, MemoryStream stream) {
        this(port, new Handle(backend, stream));
    }

    private MemorySocket(CompletionPortWork port, Handle handle) {
        super(port, handle);
        this.handle = handle;
    }

    /** Guarded by the backend. */
    private static final class Handle extends MemoryHandle {
        private MemoryStream stream; // null before it is connected

        Handle(MemoryBackend backend, MemoryStream stream) {
            super(backend);
            this.stream = stream;
        }

        @Override
        int number() {
            return stream == null ? 0 : stream.localPort;
        }

        @Override
        void end() {
            if (stream != null) {
                stream.closed = true;
                backend.endAll(stream.reads);
                endPeer();
            }
        }

        private void endPeer() {
            stream.peer.ended = true;
            doReads(stream.peer);
        }

        private void doReads(MemoryStream reader) {
            while (!reader.reads.isEmpty() && reader.isReadable()) {
                MemoryTicket ticket = reader.reads.remove();
                reader.read(ticket);
                backend.complete(ticket);
            }
        }

        MemoryStream connected() throws IOException {
            checkOpen();
            if (stream == null) {
                throw new NotYetConnectedException();
            }
            return stream;
        }
    }

    @Override
    protected void bindTo(InetSocketAddress local) {
        throw new UnsupportedOperationException("a local address");
    }

    @Override
    public InetSocketAddress remoteAddress() throws IOException {
        synchronized (handle.backend) {
            handle.checkOpen();
            return handle.stream == null ? null : MemoryHandle.address(handle.stream.remotePort);
        }
    }

    @Override
    public void shutdownInput() {
        throw new UnsupportedOperationException("shutdownInput");
    }

    @Override
    protected void shutOutput() throws IOException {
        synchronized (handle.backend) {
            handle.connected();
            handle.endPeer();
        }
    }

    @Override
    protected int startRead(ReadOperationWork operation) throws IOException {
        synchronized (handle.backend) {
            MemoryStream stream = handle.connected();
            MemoryTicket ticket = MemoryTicket.of(operation);
            if (!stream.isReadable()) {
                return handle.backend.waits(ticket, stream.reads);
            }
            stream.read(ticket);
            return CompletionBackend.DONE;
        }
    }

    @Override
    protected int startWrite(WriteOperationWork operation) throws IOException {
        synchronized (handle.backend) {
            MemoryStream stream = handle.connected();
            if (stream.peer.closed || stream.peer.ended) {
                return -MemoryBackend.PEER_GONE;
            }
            byte[] bytes = ((MemoryBuffers) operation.buffers()).take(MOST);
            stream.peer.receive(bytes);
            MemoryTicket.of(operation).bytes = bytes.length;
            handle.doReads(stream.peer);
            handle.backend.complete(MemoryTicket.of(operation));
            return CompletionBackend.PENDING;
        }
    }

    @Override
    protected int startSendFile(SendFileOperationWork operation) {
        throw new UnsupportedOperationException("files");
    }

    @Override
    protected int startConnect(ConnectOperationWork operation) throws IOException {
        synchronized (handle.backend) {
            handle.checkOpen();
            MemoryListener.Handle listener =
                    handle.backend.listeners.get(operation.remote().getPort());
            if (listener == null) {
                return -MemoryBackend.REFUSED;
            }
            handle.stream = MemoryStream.connect(handle.backend.newNumber(), listener.number());
            listener.add(handle.stream.peer);
            return CompletionBackend.DONE;
        }
    }

    @Override
    protected void completeConnect() {
        // It is a whole one.
    }

    @Override
    protected int startShutdownOutput(ShutdownOutputOperationWork operation) throws IOException {
        shutOutput();
        return CompletionBackend.DONE;
    }
}
