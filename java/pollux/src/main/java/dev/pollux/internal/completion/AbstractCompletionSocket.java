package dev.pollux.internal.completion;

import dev.pollux.FileSource;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.DisconnectOperation;
import dev.pollux.completion.ReadOperation;
import dev.pollux.completion.SendFileOperation;
import dev.pollux.completion.WriteOperation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Makes a connection's operations. How each is started is the backend's. */
public abstract class AbstractCompletionSocket extends AbstractCompletionChannel implements CompletionSocket {
    protected AbstractCompletionSocket(CompletionPortWork port, ChannelHandle handle) {
        super(port, handle);
    }

    // What the starts return is in CompletionBackend.

    protected abstract int startRead(ReadOperationWork operation) throws IOException;

    protected abstract int startWrite(WriteOperationWork operation) throws IOException;

    /** Starts to send as much of the rest of the file as one submission can. */
    protected abstract int startSendFile(SendFileOperationWork operation) throws IOException;

    protected abstract int startConnect(ConnectOperationWork operation) throws IOException;

    /** Makes a socket that has connected a whole one. */
    protected abstract void completeConnect() throws IOException;

    protected abstract int startDisconnect(DisconnectOperationWork operation) throws IOException;

    /** Takes a local address, which was checked. */
    protected abstract void bindTo(InetSocketAddress local) throws IOException;

    @Override
    final String face() {
        return "CompletionSocket";
    }

    @Override
    public final void bind(InetSocketAddress local) throws IOException {
        checkCanBind(local);
        bindTo(local);
    }

    @Override
    public final ReadOperation read(ByteBuffer buffer) {
        return new ReadOperationWork(this, port.backend.buffers(buffer));
    }

    @Override
    public final ReadOperation read(ByteBuffer[] buffers) {
        return new ReadOperationWork(this, port.backend.buffers(buffers));
    }

    @Override
    public final ReadOperation read(long address, int length) {
        return new ReadOperationWork(this, port.memory(address, length));
    }

    @Override
    public final WriteOperation write(ByteBuffer buffer) {
        return new WriteOperationWork(this, port.backend.buffers(buffer));
    }

    @Override
    public final WriteOperation write(ByteBuffer[] buffers) {
        return new WriteOperationWork(this, port.backend.buffers(buffers));
    }

    @Override
    public final WriteOperation write(long address, int length) {
        return new WriteOperationWork(this, port.memory(address, length));
    }

    @Override
    public final SendFileOperation sendFile(FileSource file) {
        return new SendFileOperationWork(this, port.backend.checkFile(file));
    }

    @Override
    public final DisconnectOperation disconnect() {
        return new DisconnectOperationWork(this);
    }
}
