package dev.pollux;

import dev.pollux.windows.Overlapped;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Connects to a peer, by a new socket each time. Its result is 0; the connection is {@link #socket()}. */
public final class ConnectOperation extends Operation<ConnectOperation> {
    private final InetSocketAddress remote;
    private CompletionSocket connecting; // of the submission under way
    private CompletionSocket socket;

    ConnectOperation(CompletionPort port, InetSocketAddress remote, CompletionCallback<ConnectOperation> callback) {
        super(port, callback);
        if (remote.isUnresolved()) {
            throw new java.nio.channels.UnresolvedAddressException();
        }
        this.remote = remote;
    }

    /** {@return the address that it connects to} */
    public InetSocketAddress remote() {
        return remote;
    }

    /** {@return the connection that was made last, which is the caller's to close} */
    public CompletionSocket socket() {
        return socket;
    }

    @Override
    CompletionChannel source() {
        return connecting;
    }

    @Override
    String function() {
        return "ConnectEx";
    }

    @Override
    int start(Overlapped with) throws IOException {
        connecting = port.openSocket(remote);
        return connecting.startConnect(with, remote);
    }

    @Override
    long finished(Overlapped with) throws IOException {
        connecting.finishConnect();
        socket = connecting;
        connecting = null;
        return 0;
    }

    @Override
    void failed() {
        socket = null;
        if (connecting != null) {
            connecting.close();
            connecting = null;
        }
    }

    @Override
    public String toString() {
        return "ConnectOperation[to " + remote + "]";
    }
}
