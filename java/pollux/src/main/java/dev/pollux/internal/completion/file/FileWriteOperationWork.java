package dev.pollux.internal.completion.file;

import dev.pollux.completion.FileWriteOperation;
import dev.pollux.internal.completion.seam.OperationKind;
import dev.pollux.internal.completion.seam.TransferBuffers;
import dev.pollux.internal.file.BlockingFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A write to a file, which goes on until all is written. */
public final class FileWriteOperationWork extends FileTransferWork<FileWriteOperation> implements FileWriteOperation {
    FileWriteOperationWork(CompletionFileWork file, TransferBuffers buffers) {
        super(file, buffers);
    }

    @Override
    public FileWriteOperation position(long position) {
        setPosition(position);
        return this;
    }

    @Override
    public FileWriteOperation buffer(ByteBuffer buffer) {
        setBuffer(buffer);
        return this;
    }

    @Override
    public FileWriteOperation memory(long address, int length) {
        setMemory(address, length);
        return this;
    }

    @Override
    protected OperationKind kind() {
        return OperationKind.FILE_WRITE;
    }

    @Override
    protected int start() throws IOException {
        begin();
        return file.startWrite(this);
    }

    @Override
    long once(BlockingFile calls, ByteBuffer buffer) throws IOException {
        return calls.write(buffer, nextPosition());
    }

    @Override
    long once(BlockingFile calls, ByteBuffer[] all) throws IOException {
        return calls.write(all, nextPosition());
    }

    @Override
    long once(BlockingFile calls, long address, int length) throws IOException {
        return calls.write(address, length, nextPosition());
    }

    @Override
    protected long takeResult() {
        if (!isDoneHere() && goesOn(advance())) {
            return UNFINISHED;
        }
        return total();
    }
}
