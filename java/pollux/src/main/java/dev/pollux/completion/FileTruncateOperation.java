package dev.pollux.completion;

/**
 * Sets the size of a file. Its result is 0. {@link CompletionFile} makes it.
 *
 * <pre>{@code
 * file.truncate(0, (operation, none) -> handle(operation)).submit();
 * }</pre>
 *
 * <p>All methods may be called from any thread.
 */
public interface FileTruncateOperation extends Operation<FileTruncateOperation> {

    /** {@return the file} */
    CompletionFile file();

    /**
     * Sets the size that the next submissions give the file.
     *
     * @param size the size in bytes
     * @return this
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if the operation is pending
     */
    FileTruncateOperation size(long size);

    /** {@return the size that the next submission gives the file, or the one that is pending does} */
    long size();
}
