package dev.pollux.internal.completion.file;

import dev.pollux.completion.Operation;
import dev.pollux.internal.completion.seam.TransferBuffers;
import dev.pollux.internal.file.BlockingFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** A read or a write: buffers and a position, until all is transferred or the file ends. */
public abstract class FileTransferWork<O extends Operation<O>> extends FileOperationWork<O> {
    final TransferBuffers buffers;
    private final ByteBuffer[] several; // or null
    private long position;
    long transferred; // of this submission

    FileTransferWork(CompletionFileWork file, TransferBuffers buffers) {
        super(file);
        this.buffers = buffers;
        several = buffers.count() > 1 ? copy(buffers) : null;
    }

    private static ByteBuffer[] copy(TransferBuffers buffers) {
        ByteBuffer[] copy = new ByteBuffer[buffers.count()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = buffers.buffer(i);
        }
        return copy;
    }

    final void setPosition(long newPosition) {
        if (newPosition < 0) {
            throw new IllegalArgumentException("position " + newPosition + ": not within 0 and " + Long.MAX_VALUE);
        }
        checkNotPending();
        position = newPosition;
    }

    public final long position() {
        return position;
    }

    final void setBuffer(ByteBuffer buffer) {
        checkNotPending();
        buffers.set(Objects.requireNonNull(buffer));
    }

    final void setMemory(long address, int length) {
        checkNotPending();
        buffers.set(address, length);
    }

    public final TransferBuffers buffers() {
        return buffers;
    }

    /** {@return where in the file the next part begins} */
    public final long nextPosition() {
        return position + transferred;
    }

    /** Gets ready for the first part, or the next. */
    final void begin() {
        startsAnew();
        if (transferred == 0) {
            buffers.rewind();
            DirectRules.check(this, several);
        }
    }

    final int alignment() {
        return file.alignment();
    }

    /** Transfers all, or up to the end. */
    @Override
    final void doWaiting(BlockingFile calls) throws IOException {
        while (buffers.hasRemaining()) {
            long count = buffers.count() == 0
                    ? once(calls, buffers.memoryAddress(), buffers.memoryLength())
                    : several == null ? once(calls, buffers.buffer(0)) : once(calls, several);
            if (count <= 0) {
                return;
            }
            if (buffers.count() == 0) {
                buffers.advance((int) count);
            }
            transferred += count;
            if (alignment() > 1 && count % alignment() != 0) {
                return; // the file ends here: the next position would be one that the system refuses
            }
        }
    }

    abstract long once(BlockingFile calls, ByteBuffer buffer) throws IOException;

    abstract long once(BlockingFile calls, ByteBuffer[] all) throws IOException;

    abstract long once(BlockingFile calls, long address, int length) throws IOException;

    /** Takes over what the system has transferred. Returns how many bytes. */
    final int advance() {
        int bytes = port.backend.bytes(ticket());
        buffers.advance(bytes);
        transferred += bytes;
        return bytes;
    }

    /** {@return true if there may be more to transfer after a part of so many bytes} */
    final boolean goesOn(int bytes) {
        return bytes > 0 && buffers.hasRemaining() && bytes % alignment() == 0;
    }

    final long total() {
        long all = transferred;
        transferred = 0;
        return all;
    }

    @Override
    protected final void failed() {
        transferred = 0;
    }
}
