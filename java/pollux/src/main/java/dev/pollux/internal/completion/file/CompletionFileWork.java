package dev.pollux.internal.completion.file;

import dev.pollux.completion.FileReadOperation;
import dev.pollux.completion.FileSyncOperation;
import dev.pollux.completion.FileTruncateOperation;
import dev.pollux.completion.FileWriteOperation;
import dev.pollux.internal.completion.AbstractCompletionFile;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.completion.seam.SourceHandle;
import dev.pollux.internal.completion.seam.TransferBuffers;
import dev.pollux.internal.file.BlockingFile;
import dev.pollux.internal.file.FileOptions;
import dev.pollux.internal.file.FileThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;

/**
 * Makes a file's operations. A backend overrides how each is started that it can start by itself. The others are done by a thread
 * of the port's own, with calls that wait.
 */
public abstract class CompletionFileWork extends AbstractCompletionFile {
    protected final BlockingFile calls;
    private final FileOptions options;
    private final int alignment;

    /** @param calls what a thread that may wait calls */
    protected CompletionFileWork(
            CompletionPortWork port, SourceHandle handle, BlockingFile calls, FileOptions options) {
        super(port, handle);
        this.calls = calls;
        this.options = options;
        alignment = calls.alignment();
    }

    final CompletionPortWork work() {
        return port;
    }

    // What the starts return is in CompletionBackend.

    protected int startRead(FileReadOperationWork operation) throws IOException {
        return startByThread(operation);
    }

    protected int startWrite(FileWriteOperationWork operation) throws IOException {
        return startByThread(operation);
    }

    protected int startSync(FileSyncOperationWork operation) throws IOException {
        return startByThread(operation);
    }

    protected int startTruncate(FileTruncateOperationWork operation) throws IOException {
        return startByThread(operation);
    }

    /** Has a thread of the port's own do it. */
    protected final int startByThread(FileOperationWork<?> operation) throws IOException {
        return operation.startByThread();
    }

    @Override
    protected final void closed() {
        FileThreads threads = port.fileThreads();
        for (FileThreads.Job each = threads.takeBackOneOf(this); each != null; each = threads.takeBackOneOf(this)) {
            ((FileOperationWork.ByThread) each).wasTakenBack();
        }
    }

    // ---- The operations ----

    @Override
    public final long size() throws IOException {
        return calls.size();
    }

    @Override
    public final int alignment() {
        return alignment;
    }

    private void requireReadable() {
        if (!options.read()) {
            throw new NonReadableChannelException();
        }
    }

    private void requireWritable() {
        if (!options.write()) {
            throw new NonWritableChannelException();
        }
    }

    @Override
    public final FileReadOperation read(ByteBuffer buffer) {
        return read(port.backend.buffers(buffer));
    }

    @Override
    public final FileReadOperation read(ByteBuffer[] buffers) {
        return read(port.backend.buffers(buffers));
    }

    @Override
    public final FileReadOperation read(long address, int length) {
        return read(port.memory(address, length));
    }

    private FileReadOperation read(TransferBuffers buffers) {
        requireReadable();
        return new FileReadOperationWork(this, buffers);
    }

    @Override
    public final FileWriteOperation write(ByteBuffer buffer) {
        return write(port.backend.buffers(buffer));
    }

    @Override
    public final FileWriteOperation write(ByteBuffer[] buffers) {
        return write(port.backend.buffers(buffers));
    }

    @Override
    public final FileWriteOperation write(long address, int length) {
        return write(port.memory(address, length));
    }

    private FileWriteOperation write(TransferBuffers buffers) {
        requireWritable();
        return new FileWriteOperationWork(this, buffers);
    }

    @Override
    public final FileSyncOperation sync() {
        return new FileSyncOperationWork(this, true);
    }

    @Override
    public final FileSyncOperation syncData() {
        return new FileSyncOperationWork(this, false);
    }

    @Override
    public final FileTruncateOperation truncate(long size) {
        requireWritable();
        return new FileTruncateOperationWork(this, size);
    }
}
