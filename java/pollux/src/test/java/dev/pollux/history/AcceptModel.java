package dev.pollux.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.pollux.completion.AcceptOperation;
import dev.pollux.completion.CompletionListener;
import java.io.IOException;

/** The model of an accept. */
final class AcceptModel extends OperationModel {
    final CompletionListener listener;
    private final ConnectionsModel connections;

    AcceptModel(CompletionWorld world, ConnectionsModel connections, CompletionListener listener) {
        super(world, listener.accept());
        this.connections = connections;
        this.listener = listener;
    }

    private AcceptOperation accept() {
        return (AcceptOperation) its;
    }

    @Override
    boolean isDueByItself() {
        return connections.isAcceptDue(listener) && connections.isAcceptAlone(listener);
    }

    @Override
    void completed(long result) {
        assertEquals(0, result);
        try {
            connections.accepted(listener, accept().socket());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    boolean mayFail(IOException failure) {
        return false;
    }

    @Override
    void undone() {
        assertNull(accept().socket());
    }
}
