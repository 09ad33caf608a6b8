package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.SendFileOperation;
import dev.pollux.internal.completion.seam.OperationKind;
import dev.pollux.system.OpenFile;
import java.io.IOException;

/** The sending of a file, in as many parts as the system needs. */
public final class SendFileOperationWork extends AbstractOperation<SendFileOperation> implements SendFileOperation {
    private final AbstractCompletionSocket socket;
    private final OpenFile file;
    private long position;
    private long count;
    private long sent; // of this submission

    SendFileOperationWork(AbstractCompletionSocket socket, OpenFile file) {
        super(socket.port);
        this.socket = socket;
        this.file = file;
    }

    @Override
    public SendFileOperation range(long newPosition, long newCount) {
        if (newPosition < 0 || newCount < 0) {
            throw new IllegalArgumentException(newCount + " bytes at position " + newPosition);
        }
        checkNotPending();
        position = newPosition;
        count = newCount;
        return this;
    }

    @Override
    public CompletionSocket socket() {
        return socket;
    }

    /** {@return the file, which is of the socket's backend} */
    public OpenFile file() {
        return file;
    }

    /** {@return where in the file the next part begins} */
    public long nextPosition() {
        return position + sent;
    }

    /** {@return how many bytes are left} */
    public long remaining() {
        return count - sent;
    }

    @Override
    public AbstractCompletionChannel source() {
        return socket;
    }

    @Override
    protected OperationKind kind() {
        return OperationKind.SEND_FILE;
    }

    @Override
    protected int start() throws IOException {
        beginWrite(socket);
        return socket.startSendFile(this);
    }

    @Override
    protected long takeResult() {
        int bytes = port.backend.bytes(ticket);
        sent += bytes;
        if (bytes > 0 && sent < count) {
            return UNFINISHED;
        }
        long all = sent;
        sent = 0;
        return all;
    }

    @Override
    protected void failed() {
        sent = 0;
    }
}
