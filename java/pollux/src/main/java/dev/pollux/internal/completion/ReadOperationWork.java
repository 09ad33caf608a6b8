package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.ReadOperation;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A read. */
public final class ReadOperationWork extends AbstractOperation<ReadOperation> implements ReadOperation {
    private final AbstractCompletionSocket socket;
    private final TransferBuffers buffers;
    private boolean hasRoom; // as the submission began

    ReadOperationWork(AbstractCompletionSocket socket, TransferBuffers buffers) {
        super(socket.port);
        this.socket = socket;
        this.buffers = buffers.checkWritable();
    }

    @Override
    public CompletionSocket socket() {
        return socket;
    }

    @Override
    public ReadOperation buffer(ByteBuffer buffer) {
        checkNotPending();
        buffers.set(TransferBuffers.checkWritable(buffer));
        return this;
    }

    @Override
    public ReadOperation memory(long address, int length) {
        checkNotPending();
        buffers.set(address, length);
        return this;
    }

    public TransferBuffers buffers() {
        return buffers;
    }

    /** {@return false if the submission waits until there is something, and reads nothing} */
    public boolean hasRoom() {
        return hasRoom;
    }

    @Override
    public AbstractCompletionChannel source() {
        return socket;
    }

    @Override
    OperationKind kind() {
        return OperationKind.READ;
    }

    @Override
    int start() throws IOException {
        buffers.rewind();
        hasRoom = buffers.hasRemaining();
        return socket.startRead(this);
    }

    @Override
    long takeResult() {
        int bytes = port.backend.bytes(ticket);
        if (bytes == 0) {
            return hasRoom ? -1 : 0;
        }
        buffers.advance(bytes);
        return bytes;
    }
}
