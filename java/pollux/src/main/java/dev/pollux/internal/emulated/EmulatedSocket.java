package dev.pollux.internal.emulated;

import dev.pollux.internal.completion.AbstractCompletionSocket;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.completion.ConnectOperationWork;
import dev.pollux.internal.completion.ReadOperationWork;
import dev.pollux.internal.completion.SendFileOperationWork;
import dev.pollux.internal.completion.ShutdownOutputOperationWork;
import dev.pollux.internal.completion.WriteOperationWork;
import dev.pollux.internal.readiness.AbstractStreamSocket;
import dev.pollux.readiness.Interest;
import dev.pollux.system.OpenDescriptor;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A connection on a readiness socket. */
final class EmulatedSocket extends AbstractCompletionSocket {
    /** Urgent data is waited for, because a read stops before it, and looks like one that has taken all. */
    private static final Interest ALWAYS = Interest.READ_WRITE.with(Interest.PRIORITY);

    private final AbstractStreamSocket socket;
    private final EmulatedHandle handle;
    private final ReadLane reads;
    private final WriteLane writes;

    private EmulatedSocket(CompletionPortWork port, EmulatedHandle handle, AbstractStreamSocket socket) {
        super(port, handle);
        this.socket = socket;
        this.handle = handle;
        reads = new ReadLane(handle, socket);
        writes = new WriteLane(handle, socket);
        handle.lanes(reads, writes);
    }

    /** Takes a socket over, and closes it if that fails. */
    static EmulatedSocket of(CompletionPortWork port, EmulatedBackend backend, AbstractStreamSocket socket) {
        try {
            return new EmulatedSocket(port, new EmulatedHandle(backend, socket, ALWAYS), socket);
        } catch (Throwable e) { // no memory
            socket.close();
            throw e;
        }
    }

    @Override
    protected OpenDescriptor takeFromPort() throws IOException {
        return handle.handOver(socket);
    }

    @Override
    protected void bindTo(InetSocketAddress local) throws IOException {
        socket.bindTo(local);
    }

    @Override
    public InetSocketAddress remoteAddress() throws IOException {
        return socket.remoteInetAddress();
    }

    @Override
    public void shutdownInput() throws IOException {
        socket.shutdownInput();
    }

    @Override
    protected void shutOutput() throws IOException {
        writes.shutOnceWritten();
    }

    @Override
    protected int startRead(ReadOperationWork operation) throws IOException {
        ((EmulatedBuffers) operation.buffers()).begin();
        return reads.start(EmulatedTicket.of(operation));
    }

    @Override
    protected int startWrite(WriteOperationWork operation) throws IOException {
        ((EmulatedBuffers) operation.buffers()).begin();
        return writes.start(EmulatedTicket.of(operation));
    }

    @Override
    protected int startSendFile(SendFileOperationWork operation) throws IOException {
        return writes.start(EmulatedTicket.of(operation));
    }

    @Override
    protected int startConnect(ConnectOperationWork operation) throws IOException {
        return writes.start(EmulatedTicket.of(operation));
    }

    @Override
    protected void completeConnect() {
        // It is a whole one.
    }

    @Override
    protected int startShutdownOutput(ShutdownOutputOperationWork operation) throws IOException {
        return writes.start(EmulatedTicket.of(operation));
    }
}
