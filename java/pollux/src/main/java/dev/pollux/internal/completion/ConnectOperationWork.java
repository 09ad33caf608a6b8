package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.ConnectOperation;
import dev.pollux.completion.ConnectSetup;
import dev.pollux.internal.completion.seam.OperationKind;
import dev.pollux.internal.socket.Refusals;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A connect, and the socket that it is to become. */
public final class ConnectOperationWork extends AbstractOperation<ConnectOperation> implements ConnectOperation {
    private final InetSocketAddress remote;
    private final AbstractCompletionSocket given; // the program's, or null: then it makes one
    private volatile ConnectSetup setup;
    private AbstractCompletionSocket connecting; // of the submission under way
    private IOException setUpFailure;
    private AbstractCompletionSocket socket;

    ConnectOperationWork(CompletionPortWork port, InetSocketAddress remote) {
        super(port);
        if (remote.isUnresolved()) {
            throw Refusals.unresolved(remote);
        }
        this.remote = remote;
        given = null;
    }

    ConnectOperationWork(AbstractCompletionSocket given, InetSocketAddress remote) {
        super(given.port);
        if (remote.isUnresolved()) {
            throw Refusals.unresolved(remote);
        }
        this.remote = remote;
        this.given = given;
    }

    @Override
    public ConnectOperation setup(ConnectSetup newSetup) {
        setup = newSetup;
        return this;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public CompletionSocket socket() {
        return socket;
    }

    @Override
    public AbstractCompletionChannel source() {
        return connecting != null ? connecting : socket; // the latter while its callback is called
    }

    @Override
    protected OperationKind kind() {
        return OperationKind.CONNECT;
    }

    @Override
    protected int start() throws IOException {
        if (setUpFailure != null) {
            throw setUpFailure;
        }
        if (connecting == null) {
            connecting = newSocket();
        }
        return connecting.startConnect(this);
    }

    private AbstractCompletionSocket newSocket() throws IOException {
        return given == null ? port.openSocket(remote) : given;
    }

    /** Has the program set up the socket, before the submission is under way. A failure is told as any other. */
    void setUp() {
        ConnectSetup toSetUp = setup;
        if (toSetUp == null) {
            return;
        }
        try {
            connecting = newSocket();
            toSetUp.setUp(connecting);
        } catch (IOException e) {
            setUpFailure = e;
        } catch (Throwable e) {
            setUpFailure = new IOException("the set-up of " + this + " failed", e);
        }
    }

    @Override
    protected long takeResult() throws IOException {
        connecting.completeConnect();
        socket = connecting;
        connecting = null;
        return 0;
    }

    @Override
    protected void failed() {
        socket = null;
        setUpFailure = null;
        if (connecting != null) {
            connecting.close();
            connecting = null;
        }
    }

    @Override
    public String toString() {
        return kind() + "[to " + remote + "]";
    }
}
