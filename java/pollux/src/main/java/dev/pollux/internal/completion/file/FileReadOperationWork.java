package dev.pollux.internal.completion.file;

import dev.pollux.completion.FileReadOperation;
import dev.pollux.internal.completion.seam.OperationKind;
import dev.pollux.internal.completion.seam.TransferBuffers;
import dev.pollux.internal.file.BlockingFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A read of a file. It goes on until there is no room, or the file ends. */
public final class FileReadOperationWork extends FileTransferWork<FileReadOperation> implements FileReadOperation {
    private boolean hasRoom; // as the submission began

    FileReadOperationWork(CompletionFileWork file, TransferBuffers buffers) {
        super(file, buffers.checkWritable());
    }

    @Override
    public FileReadOperation position(long position) {
        setPosition(position);
        return this;
    }

    @Override
    public FileReadOperation buffer(ByteBuffer buffer) {
        setBuffer(TransferBuffers.checkWritable(buffer));
        return this;
    }

    @Override
    public FileReadOperation memory(long address, int length) {
        setMemory(address, length);
        return this;
    }

    @Override
    protected OperationKind kind() {
        return OperationKind.FILE_READ;
    }

    @Override
    protected int start() throws IOException {
        begin();
        if (transferred == 0) {
            hasRoom = buffers.hasRemaining();
        }
        return file.startRead(this);
    }

    /** Says that it begins at the end of the file, or beyond, and that the system has no part in its end. */
    public void atEnd() {
        doneHere(null);
    }

    @Override
    long once(BlockingFile calls, ByteBuffer buffer) throws IOException {
        return calls.read(buffer, nextPosition());
    }

    @Override
    long once(BlockingFile calls, ByteBuffer[] all) throws IOException {
        return calls.read(all, nextPosition());
    }

    @Override
    long once(BlockingFile calls, long address, int length) throws IOException {
        return calls.read(address, length, nextPosition());
    }

    @Override
    protected long takeResult() {
        if (!isDoneHere() && goesOn(advance())) {
            return UNFINISHED;
        }
        long all = total();
        return all == 0 && hasRoom ? -1 : all;
    }
}
