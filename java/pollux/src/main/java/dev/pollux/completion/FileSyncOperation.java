package dev.pollux.completion;

/**
 * Completes once what was written to a file is on the disk. Its result is 0. Writes that are pending when it is submitted need not
 * be. {@link CompletionFile} has an example.
 *
 * <p>All methods may be called from any thread.
 */
public interface FileSyncOperation extends Operation<FileSyncOperation> {

    /** {@return the file} */
    CompletionFile file();
}
