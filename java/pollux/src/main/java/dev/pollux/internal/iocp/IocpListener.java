package dev.pollux.internal.iocp;

import dev.pollux.internal.completion.AbstractCompletionListener;
import dev.pollux.internal.completion.AbstractCompletionSocket;
import dev.pollux.internal.completion.AcceptOperationWork;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.system.SystemCallException;
import dev.pollux.windows.Family;
import dev.pollux.windows.Overlapped;
import dev.pollux.windows.WinError;
import dev.pollux.windows.WinsockStreamListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;

/** A listener of Winsock's. */
final class IocpListener extends AbstractCompletionListener {
    /** A connection that was gone before it was accepted. */
    private static final Set<Integer> PEER_GONE = Set.of(
            WinError.WSAECONNRESET,
            WinError.WSAECONNABORTED,
            WinError.WSAENOTCONN,
            WinError.ERROR_NETNAME_DELETED,
            WinError.ERROR_SEM_TIMEOUT);

    private final CompletionPortWork port;
    private final IocpBackend backend;
    private final WinsockStreamListener listener;
    private final Family family;

    private IocpListener(CompletionPortWork port, IocpBackend backend, WinsockStreamListener listener) {
        super(port, new IocpHandle(listener));
        this.port = port;
        this.backend = backend;
        this.listener = listener;
        family = listener.family();
    }

    static IocpListener open(CompletionPortWork port, IocpBackend backend) throws IOException {
        return of(port, backend, WinsockStreamListener.open(Family.forIp()));
    }

    static IocpListener lent(CompletionPortWork port, IocpBackend backend, OpenDescriptor listener) throws IOException {
        if (!(listener instanceof WinsockStreamListener its)) {
            throw new IllegalArgumentException("not a listener of Winsock's: " + listener);
        }
        return of(port, backend, its.lend());
    }

    private static IocpListener of(CompletionPortWork port, IocpBackend backend, WinsockStreamListener listener) {
        try {
            return new IocpListener(port, backend, listener);
        } catch (Throwable e) { // no memory
            listener.close();
            throw e;
        }
    }

    @Override
    protected void bindAndListen(InetSocketAddress address, int backlog) throws IOException {
        listener.bind(address);
        listener.listen(backlog);
    }

    @Override
    protected AbstractCompletionSocket openAccepted() throws IOException {
        return IocpSocket.toBeAccepted(port, backend, family);
    }

    @Override
    protected int startAccept(AcceptOperationWork operation, AbstractCompletionSocket accepting) throws IOException {
        return listener.submitAccept((Overlapped) operation.ticket(), ((IocpSocket) accepting).socket);
    }

    @Override
    protected AbstractCompletionSocket completeAccept(AcceptOperationWork operation, AbstractCompletionSocket accepting)
            throws IOException {
        listener.updateAcceptContext(((IocpSocket) accepting).socket);
        return accepting;
    }

    @Override
    protected boolean isPeerGone(SystemCallException cause) {
        return PEER_GONE.contains(cause.code());
    }
}
