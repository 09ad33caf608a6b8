package dev.pollux.history;

import dev.pollux.completion.FileTruncateOperation;

/** The model of a change of a file's size. */
final class FileTruncateModel extends FileModel.Part {
    private long size;

    FileTruncateModel(FileModel file, FileTruncateOperation its) {
        super(file, its);
        to = FileContent.END;
    }

    void prepare(long newSize) {
        size = newSize;
        file.content.mayGetSize(newSize);
        ((FileTruncateOperation) its).size(newSize);
    }

    @Override
    void completed(long result) {
        super.completed(result);
        file.content.sized(size);
    }

    @Override
    void undone() {
        file.content.unknown(size, to); // zeros, or what was there
    }
}
