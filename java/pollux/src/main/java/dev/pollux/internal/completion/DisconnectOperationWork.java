package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.DisconnectOperation;
import java.io.IOException;

/** A disconnect. */
public final class DisconnectOperationWork extends AbstractOperation<DisconnectOperation>
        implements DisconnectOperation {
    private final AbstractCompletionSocket socket;

    DisconnectOperationWork(AbstractCompletionSocket socket) {
        super(socket.port);
        this.socket = socket;
    }

    @Override
    public CompletionSocket socket() {
        return socket;
    }

    @Override
    public AbstractCompletionChannel source() {
        return socket;
    }

    @Override
    protected OperationKind kind() {
        return OperationKind.DISCONNECT;
    }

    @Override
    protected int start() throws IOException {
        return socket.startDisconnect(this);
    }

    @Override
    protected long takeResult() {
        return 0;
    }
}
