package dev.pollux;

import dev.pollux.windows.Overlapped;
import java.io.IOException;

/**
 * Sends a part of a file without bringing it into the process. Its result is the number of bytes, fewer than asked for only
 * if the file ends before.
 *
 * <p>More than 2 GiB are handed to the system in parts: write nothing to that socket before it is done. An edition of Windows
 * for clients sends two files at a time, the others wait; a deadline counts that too.
 */
public final class SendFileOperation extends Operation<SendFileOperation> {
    private final CompletionSocket socket;
    private final IocpFileSource file;
    private long position;
    private long count;
    private long sent; // of this submission

    SendFileOperation(CompletionSocket socket, IocpFileSource file) {
        super(socket.port());
        this.socket = socket;
        this.file = file;
    }

    /**
     * Sets what the next submissions send.
     *
     * @param newPosition where to begin in the file, in bytes
     * @param newCount how many bytes to send
     * @return this
     * @throws IllegalStateException if the operation is pending
     */
    public SendFileOperation range(long newPosition, long newCount) {
        if (newPosition < 0 || newCount < 0) {
            throw new IllegalArgumentException(newCount + " bytes at position " + newPosition);
        }
        checkNotPending();
        position = newPosition;
        count = newCount;
        return this;
    }

    /** {@return the socket that it sends to} */
    public CompletionSocket socket() {
        return socket;
    }

    @Override
    CompletionChannel source() {
        return socket;
    }

    @Override
    String function() {
        return "TransmitFile";
    }

    @Override
    int start(Overlapped with) throws IOException {
        return socket.startSendFile(with, file, position + sent, count - sent);
    }

    @Override
    long finished(Overlapped with) {
        int bytes = with.bytes();
        sent += bytes;
        if (bytes > 0 && sent < count) {
            return UNFINISHED;
        }
        long all = sent;
        sent = 0;
        return all;
    }

    @Override
    void failed() {
        sent = 0;
    }
}
