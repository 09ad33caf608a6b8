package dev.pollux;

import java.io.IOException;

/** A disconnect. */
final class DisconnectOperationWork extends AbstractOperation<DisconnectOperation> implements DisconnectOperation {
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
    AbstractCompletionChannel source() {
        return socket;
    }

    @Override
    OperationKind kind() {
        return OperationKind.DISCONNECT;
    }

    @Override
    int start() throws IOException {
        return socket.startDisconnect(this);
    }

    @Override
    long takeResult() {
        return 0;
    }
}
