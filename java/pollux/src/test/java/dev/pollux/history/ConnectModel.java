package dev.pollux.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.ConnectOperation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;

/** The model of a connect. */
final class ConnectModel extends OperationModel {
    final int place;
    CompletionSocket socket; // that was connected last
    private final ConnectionsModel connections;
    private final CompletionSocket given; // that is to be connected, once; or null

    /** @param place a place of an odd number has its socket bound before it connects */
    ConnectModel(CompletionWorld world, ConnectionsModel connections, ConnectOperation its, int place) {
        this(world, connections, its, place, null);
    }

    /** Of a socket that the program has opened. */
    ConnectModel(
            CompletionWorld world,
            ConnectionsModel connections,
            CompletionSocket given,
            InetSocketAddress to,
            int place) {
        this(world, connections, given.connect(to), place, given);
    }

    private ConnectModel(
            CompletionWorld world,
            ConnectionsModel connections,
            ConnectOperation its,
            int place,
            CompletionSocket given) {
        super(world, its);
        this.given = given;
        this.connections = connections;
        this.place = place;
        if (isBound()) {
            its.setup(newSocket -> newSocket.bind(OwnLoopback.any()));
        }
    }

    private boolean isBound() {
        return place % 2 == 1 && world.features.datagrams();
    }

    /** Checks the address that its socket was given. */
    void checkLocal(InetSocketAddress address) throws IOException {
        if (isBound()) {
            assertEquals(OwnLoopback.any().getAddress(), address.getAddress());
        }
    }

    boolean isTo(InetSocketAddress address) {
        return ((ConnectOperation) its).remote().equals(address);
    }

    @Override
    boolean isDueByItself() {
        return true;
    }

    @Override
    void completed(long result) {
        assertEquals(0, result);
        socket = ((ConnectOperation) its).socket();
        if (given != null) {
            assertSame(given, socket);
        }
        try {
            connections.connected(this, socket);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    boolean mayFail(IOException failure) {
        return failure instanceof SocketException && connections.isRefused(this);
    }

    @Override
    void undone() {
        assertNull(((ConnectOperation) its).socket());
        if (given != null) {
            assertFalse(given.isOpen(), given::toString);
        }
    }
}
