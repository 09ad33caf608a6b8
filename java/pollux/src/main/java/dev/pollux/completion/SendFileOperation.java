package dev.pollux.completion;

/**
 * Sends a part of a file without bringing it into the process. Its result is the number of bytes. These are fewer than asked
 * for only if the file ends before.
 *
 * <p>More than 2 GiB are handed to the system in parts. Write nothing to that socket before the operation is complete. An
 * edition of Windows for clients sends two files at a time, and the others wait. A deadline counts that wait, too.
 *
 * <pre>{@code
 * CompletionFile file = port.openFile(path);
 * socket.sendFile(file, (operation, bytes) -> socket.close()).range(0, file.size()).submit();
 * }</pre>
 *
 * <p>All methods may be called from any thread.
 */
public interface SendFileOperation extends Operation<SendFileOperation> {

    /**
     * Sets what the next submissions send.
     *
     * @param position where to begin in the file, in bytes
     * @param count how many bytes to send
     * @return this
     * @throws IllegalArgumentException if one of them is negative
     * @throws IllegalStateException if the operation is pending
     */
    SendFileOperation range(long position, long count);

    /** {@return the socket that it sends to} */
    CompletionSocket socket();
}
