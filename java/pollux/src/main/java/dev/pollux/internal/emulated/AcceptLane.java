package dev.pollux.internal.emulated;

import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;

/** The accepts of a listener. */
final class AcceptLane extends Lane {
    private final StreamListener listener;

    AcceptLane(EmulatedHandle handle, StreamListener listener) {
        super(handle);
        this.listener = listener;
    }

    @Override
    int attempt(EmulatedTicket ticket) throws IOException {
        StreamSocket socket = listener.accept();
        ticket.accepted = socket;
        return socket == null ? WOULD_BLOCK : DONE;
    }

    /** With no descriptor left, the others would fail as well, and each would be told. */
    @Override
    boolean goesOnAfterFailure() {
        return false;
    }
}
