package dev.pollux;

import dev.pollux.windows.Overlapped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Writes all that its buffers hold, 2 GiB less one byte at most. Its result is the number of bytes. Of several writes to one
 * socket that are pending at once, each is sent as a whole, in the order of their submission.
 */
public final class WriteOperation extends Operation<WriteOperation> {
    private final CompletionSocket socket;
    private final TransferBuffers buffers;
    private long written; // of this submission

    WriteOperation(CompletionSocket socket, TransferBuffers buffers) {
        super(socket.port());
        this.socket = socket;
        this.buffers = buffers;
    }

    /** {@return the socket that it writes to} */
    public CompletionSocket socket() {
        return socket;
    }

    /**
     * Sets what the next submission writes.
     *
     * @param buffer a direct buffer; what is written is taken from its position, which moves
     * @return this
     * @throws IllegalStateException if the operation is pending
     */
    public WriteOperation buffer(ByteBuffer buffer) {
        checkNotPending();
        buffers.set(Objects.requireNonNull(buffer));
        return this;
    }

    @Override
    CompletionChannel source() {
        return socket;
    }

    @Override
    String function() {
        return "WSASend";
    }

    @Override
    int start(Overlapped with) throws IOException {
        return socket.startWrite(with, buffers);
    }

    @Override
    long finished(Overlapped with) {
        int bytes = with.bytes();
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
    void failed() {
        written = 0;
    }
}
