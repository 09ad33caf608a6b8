package dev.pollux.internal.completion;

import dev.pollux.completion.AcceptOperation;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.internal.completion.seam.OperationKind;
import java.io.IOException;

/** An accept, and the socket that it is to become. */
public final class AcceptOperationWork extends AbstractOperation<AcceptOperation> implements AcceptOperation {
    private final AbstractCompletionListener listener;
    private AbstractCompletionSocket accepting; // of the submission under way
    private AbstractCompletionSocket socket;

    AcceptOperationWork(AbstractCompletionListener listener) {
        super(listener.port);
        this.listener = listener;
    }

    @Override
    public CompletionListener listener() {
        return listener;
    }

    @Override
    public CompletionSocket socket() {
        return socket;
    }

    @Override
    public AbstractCompletionChannel source() {
        return listener;
    }

    @Override
    protected OperationKind kind() {
        return OperationKind.ACCEPT;
    }

    @Override
    protected int start() throws IOException {
        accepting = listener.openAccepted();
        if (accepting != null) {
            port.add(accepting);
        }
        return listener.startAccept(this, accepting);
    }

    @Override
    protected long takeResult() throws IOException {
        AbstractCompletionSocket accepted = listener.completeAccept(this, accepting);
        if (accepted != accepting) {
            port.add(accepted);
        }
        socket = accepted;
        accepting = null;
        return 0;
    }

    @Override
    protected void failed() {
        socket = null;
        if (accepting != null) {
            accepting.close();
            accepting = null;
        }
    }
}
