package dev.pollux;

import dev.pollux.windows.NativeBuffers;
import dev.pollux.windows.Overlapped;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads what comes first: some bytes, or the end of the stream. Its result is the number of bytes, -1 at the end of the stream, and 0
 * if the buffers had no room: then it completes once there is something to read, and pins no memory until then.
 */
public final class ReadOperation extends Operation<ReadOperation> {
    private final CompletionSocket socket;
    private final TransferBuffers buffers;
    private boolean hasRoom; // as the submission began

    ReadOperation(CompletionSocket socket, TransferBuffers buffers) {
        super(socket.port());
        this.socket = socket;
        this.buffers = buffers.checkWritable();
    }

    /** {@return the socket that it reads from} */
    public CompletionSocket socket() {
        return socket;
    }

    /**
     * Sets what the next submissions read into.
     *
     * @param buffer a direct buffer; what is read is put at its position, which moves
     * @return this
     * @throws IllegalStateException if the operation is pending
     */
    public ReadOperation buffer(ByteBuffer buffer) {
        checkNotPending();
        buffers.set(NativeBuffers.requireWritable(buffer));
        return this;
    }

    @Override
    CompletionChannel source() {
        return socket;
    }

    @Override
    String function() {
        return "WSARecv";
    }

    @Override
    int start(Overlapped with) throws IOException {
        hasRoom = buffers.hasRemaining();
        return socket.startRead(with, buffers);
    }

    @Override
    long finished(Overlapped with) {
        int bytes = with.bytes();
        if (bytes == 0) {
            return hasRoom ? -1 : 0;
        }
        buffers.advance(bytes);
        return bytes;
    }
}
