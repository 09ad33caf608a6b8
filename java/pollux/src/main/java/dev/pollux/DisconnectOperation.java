package dev.pollux;

import dev.pollux.windows.Overlapped;
import java.io.IOException;

/** Ends a connection once all that was written has gone; the peer sees the end of the stream. Its result is 0. */
public final class DisconnectOperation extends Operation<DisconnectOperation> {
    private final CompletionSocket socket;

    DisconnectOperation(CompletionSocket socket) {
        super(socket.port());
        this.socket = socket;
    }

    /** {@return the socket, which stays to be closed} */
    public CompletionSocket socket() {
        return socket;
    }

    @Override
    CompletionChannel source() {
        return socket;
    }

    @Override
    String function() {
        return "DisconnectEx";
    }

    @Override
    int start(Overlapped with) throws IOException {
        return socket.startDisconnect(with);
    }

    @Override
    long finished(Overlapped with) {
        return 0;
    }
}
