package dev.pollux;

import dev.pollux.internal.socket.Refusals;
import dev.pollux.windows.Overlapped;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Connects to a peer, by a new socket each time. Its result is 0; the connection is {@link #socket()}. */
public final class ConnectOperation extends Operation<ConnectOperation> {
    private final InetSocketAddress remote;
    private volatile ConnectionCallback setup;
    private CompletionSocket connecting; // of the submission under way
    private IOException setUpFailure;
    private CompletionSocket socket;

    ConnectOperation(CompletionPort port, InetSocketAddress remote) {
        super(port);
        if (remote.isUnresolved()) {
            throw Refusals.unresolved(remote);
        }
        this.remote = remote;
    }

    /**
     * Sets who gets each new socket before it connects: for options, or a local address of its own.
     *
     * @param newSetup what to call, on the thread that submits; a failure of it is the operation's
     * @return this
     */
    public ConnectOperation setup(ConnectionCallback newSetup) {
        setup = newSetup;
        return this;
    }

    /** {@return the address that it connects to} */
    public InetSocketAddress remote() {
        return remote;
    }

    /** {@return the connection that was made last, which is the caller's to close; null after a failure} */
    public CompletionSocket socket() {
        return socket;
    }

    @Override
    CompletionChannel source() {
        return connecting != null ? connecting : socket; // the latter while its callback is called
    }

    @Override
    String function() {
        return "ConnectEx";
    }

    @Override
    int start(Overlapped with) throws IOException {
        if (setUpFailure != null) {
            throw setUpFailure;
        }
        if (connecting == null) {
            connecting = port.openSocket(remote);
        }
        return connecting.startConnect(with, remote);
    }

    /** Has the program set up the socket, before the submission is under way; a failure is told as any other. */
    void setUp() {
        ConnectionCallback toSetUp = setup;
        if (toSetUp == null) {
            return;
        }
        try {
            connecting = port.openSocket(remote);
            toSetUp.onConnection(connecting);
        } catch (IOException e) {
            setUpFailure = e;
        } catch (Throwable e) {
            setUpFailure = new IOException("the set-up of " + this + " failed", e);
        }
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
        setUpFailure = null;
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
