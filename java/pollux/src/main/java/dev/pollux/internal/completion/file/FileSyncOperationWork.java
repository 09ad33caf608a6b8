package dev.pollux.internal.completion.file;

import dev.pollux.completion.FileSyncOperation;
import dev.pollux.internal.completion.seam.OperationKind;
import dev.pollux.internal.file.BlockingFile;
import java.io.IOException;

/** A sync of a file. */
public final class FileSyncOperationWork extends FileOperationWork<FileSyncOperation> implements FileSyncOperation {
    private final boolean isOfAll;

    FileSyncOperationWork(CompletionFileWork file, boolean isOfAll) {
        super(file);
        this.isOfAll = isOfAll;
    }

    /** {@return false if what is not needed to read the bytes again may be left out} */
    public boolean isOfAll() {
        return isOfAll;
    }

    @Override
    protected OperationKind kind() {
        return OperationKind.FILE_SYNC;
    }

    @Override
    protected int start() throws IOException {
        startsAnew();
        return file.startSync(this);
    }

    @Override
    void doWaiting(BlockingFile calls) throws IOException {
        calls.sync(isOfAll);
    }

    @Override
    protected long takeResult() {
        return 0;
    }
}
