package dev.pollux.history;

import dev.pollux.completion.AcceptStream;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionSocket;
import java.io.IOException;

/** The model of a stream of accepts. */
final class AcceptStreamModel extends StreamModel<AcceptStream, CompletionSocket> {
    private final ConnectionsModel connections;
    final CompletionListener listener;
    boolean closed;

    AcceptStreamModel(CompletionWorld world, ConnectionsModel connections, CompletionListener listener) {
        super(world, listener.acceptStream());
        this.connections = connections;
        this.listener = listener;
    }

    @Override
    void submitAnother() {
        listener.acceptStream((same, socket) -> {}).submit();
    }

    @Override
    boolean isChannelClosed() {
        return closed;
    }

    @Override
    boolean hasSomething() {
        return connections.isAcceptDue(listener);
    }

    @Override
    void told(CompletionSocket socket) {
        try {
            connections.accepted(listener, socket);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Nobody has it: the stream closes it. */
    @Override
    void thrown(CompletionSocket socket) {
        connections.lost(socket);
    }
}
