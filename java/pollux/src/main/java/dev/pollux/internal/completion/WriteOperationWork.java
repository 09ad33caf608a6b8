package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.WriteOperation;
import dev.pollux.internal.completion.lent.LentSlot;
import dev.pollux.internal.completion.seam.OperationKind;
import dev.pollux.internal.completion.seam.TransferBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A write, which goes on until all is written. */
public final class WriteOperationWork extends AbstractOperation<WriteOperation> implements WriteOperation {
    private AbstractCompletionSocket socket; // one that works for others is told each time
    private final TransferBuffers buffers;
    private long written; // of this submission

    WriteOperationWork(AbstractCompletionSocket socket, TransferBuffers buffers) {
        super(socket.port);
        this.socket = socket;
        this.buffers = buffers;
    }

    @Override
    public CompletionSocket socket() {
        return socket;
    }

    /** Has it write to another socket of the same port from now on. */
    void socket(AbstractCompletionSocket newSocket) {
        checkNotPending();
        socket = newSocket;
    }

    @Override
    public WriteOperation buffer(ByteBuffer buffer) {
        checkNotPending();
        buffers.set(Objects.requireNonNull(buffer));
        return this;
    }

    @Override
    public WriteOperation memory(long address, int length) {
        checkNotPending();
        buffers.set(address, length);
        return this;
    }

    @Override
    public WriteOperation memory(long[] addresses, int[] lengths, int offset, int count) {
        checkNotPending();
        buffers.set(addresses, lengths, offset, count);
        return this;
    }

    /** Sets a buffer of the port's own. */
    void lentBuffer(ByteBuffer buffer, LentSlot slot) {
        buffers.setLent(buffer, slot);
    }

    public TransferBuffers buffers() {
        return buffers;
    }

    @Override
    public AbstractCompletionChannel source() {
        return socket;
    }

    @Override
    protected OperationKind kind() {
        return OperationKind.WRITE;
    }

    @Override
    protected int start() throws IOException {
        beginWrite(socket);
        if (written == 0) {
            buffers.rewind();
        }
        return socket.startWrite(this);
    }

    @Override
    protected long takeResult() {
        int bytes = port.backend.bytes(ticket);
        buffers.advance(bytes);
        written += bytes;
        if (bytes > 0 && buffers.hasRemaining()) {
            return UNFINISHED;
        }
        long all = written;
        written = 0;
        return all;
    }

    @Override
    protected void failed() {
        written = 0;
    }
}
