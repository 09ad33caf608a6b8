package dev.pollux;

import dev.pollux.windows.Overlapped;
import java.io.IOException;

/** Accepts one connection. Its result is 0; the connection is {@link #socket()}. */
public final class AcceptOperation extends Operation<AcceptOperation> {
    private final CompletionListener listener;
    private CompletionSocket accepting; // of the submission under way
    private CompletionSocket socket;

    AcceptOperation(CompletionListener listener) {
        super(listener.port());
        this.listener = listener;
    }

    /** {@return the listener that it accepts at} */
    public CompletionListener listener() {
        return listener;
    }

    /**
     * {@return the connection that was accepted last, which is the caller's to close; null after a failure}
     *
     * <p>To be asked in the callback, before the next submit: with several threads the next accept may be done at once.
     */
    public CompletionSocket socket() {
        return socket;
    }

    @Override
    CompletionChannel source() {
        return listener;
    }

    @Override
    String function() {
        return "AcceptEx";
    }

    @Override
    int start(Overlapped with) throws IOException {
        accepting = listener.openAccepted();
        return listener.startAccept(with, accepting);
    }

    @Override
    long finished(Overlapped with) throws IOException {
        listener.finishAccept(accepting);
        socket = accepting;
        accepting = null;
        return 0;
    }

    @Override
    void failed() {
        socket = null;
        if (accepting != null) {
            accepting.close();
            accepting = null;
        }
    }
}
