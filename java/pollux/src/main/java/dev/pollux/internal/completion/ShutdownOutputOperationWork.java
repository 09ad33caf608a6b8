package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.ShutdownOutputOperation;
import dev.pollux.internal.completion.seam.OperationKind;
import java.io.IOException;

/** The end of what a socket sends, behind its writes. */
public final class ShutdownOutputOperationWork extends AbstractOperation<ShutdownOutputOperation>
        implements ShutdownOutputOperation {
    private final AbstractCompletionSocket socket;

    ShutdownOutputOperationWork(AbstractCompletionSocket socket) {
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
        return OperationKind.SHUTDOWN_OUTPUT;
    }

    @Override
    protected int start() throws IOException {
        return socket.startShutdownOutput(this);
    }

    @Override
    protected long takeResult() {
        return 0;
    }
}
