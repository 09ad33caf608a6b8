package dev.pollux.internal.uring;

import dev.pollux.internal.completion.AbstractCompletionListener;
import dev.pollux.internal.completion.AbstractCompletionSocket;
import dev.pollux.internal.completion.AcceptOperationWork;
import dev.pollux.internal.completion.AcceptStreamWork;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.linux.Errno;
import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.Set;

/**
 * A listener on the ring. The system makes the socket of each connection.
 *
 * <p>At most one accept of it waits in the ring at a time. The kernel wakes one of several for each connection. One that is just being
 * cancelled, by the program or because the thread that submitted it ends, would take that wakeup with it, and the others would
 * sleep beside a connection. Whoever comes after a lone one looks when it begins. In a burst, others go in with it that do not wait.
 */
final class UringListener extends AbstractCompletionListener {
    static final int MANY = 1; // IORING_ACCEPT_MULTISHOT
    static final int LOOK = 1 << 1; // IORING_ACCEPT_DONTWAIT, of kernel 6.10
    private static final int NONBLOCK_CLOEXEC = 0x80800; // SOCK_NONBLOCK | SOCK_CLOEXEC

    /** Of one connection that is gone with them, and not of the listener (accept(2), Error handling). */
    private static final Set<Integer> PEER_GONE = Set.of(
            Errno.ECONNABORTED,
            Errno.ECONNRESET,
            Errno.EPROTO,
            Errno.EPERM,
            Errno.ENONET,
            Errno.ENETDOWN,
            Errno.ENOPROTOOPT,
            Errno.EHOSTDOWN,
            Errno.EHOSTUNREACH,
            Errno.EOPNOTSUPP,
            Errno.ENETUNREACH);

    private final CompletionPortWork port;
    private final UringHandle handle;
    private final LinuxStreamListener listener;

    private UringListener(CompletionPortWork port, UringHandle handle, LinuxStreamListener listener) {
        super(port, handle);
        this.port = port;
        this.handle = handle;
        this.listener = listener;
    }

    static UringListener open(CompletionPortWork port, UringEngine engine) throws IOException {
        UringListener opened = of(port, engine, LinuxStreamListener.open(Family.forIp()));
        try {
            opened.listener.setOption(StandardSocketOptions.SO_REUSEADDR, true); // as the JDK's on Unix systems
            engine.accepts.shut(opened.handle.reads); // until it listens: what is submitted before waits
            return opened;
        } catch (Throwable e) {
            opened.listener.close();
            throw e;
        }
    }

    /** Closes it if that fails. */
    static UringListener of(CompletionPortWork port, UringEngine engine, LinuxStreamListener listener) {
        try {
            return new UringListener(port, new UringHandle(engine, listener, new Lane(), null), listener);
        } catch (Throwable e) { // no memory
            listener.close();
            throw e;
        }
    }

    @Override
    protected void bindAndListen(InetSocketAddress address, int backlog) throws IOException {
        listener.bind(address);
        listener.listen(backlog);
        handle.engine.accepts.leave(handle.reads);
    }

    @Override
    protected AcceptStreamWork newAcceptStream() {
        return UringProbe.hasMultishotAccept() ? new UringAcceptStream(this) : super.newAcceptStream();
    }

    /** Makes a connection of a descriptor that the ring has accepted. Closes it if there is no memory. */
    UringSocket accepted(int fd) {
        LinuxStreamSocket socket = LinuxStreamSocket.ofRing(fd, listener);
        try {
            return new UringSocket(port, handle.engine, socket);
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    @Override
    protected AbstractCompletionSocket openAccepted() {
        return null;
    }

    @Override
    protected int startAccept(AcceptOperationWork operation, AbstractCompletionSocket accepting) throws IOException {
        return startAccept(UringTicket.of(operation), 0);
    }

    int startAccept(UringTicket ticket, int ioPriority) throws IOException {
        ticket.entry(Opcode.ACCEPT, ticket.hold(listener), 0, 0, 0, NONBLOCK_CLOEXEC);
        ticket.ioPriority = ioPriority;
        ticket.lane = handle.reads;
        return handle.engine.start(ticket);
    }

    @Override
    protected AbstractCompletionSocket completeAccept(
            AcceptOperationWork operation, AbstractCompletionSocket accepting) {
        return accepted(UringTicket.of(operation).bytes);
    }

    @Override
    protected boolean isPeerGone(SystemCallException cause) {
        return PEER_GONE.contains(cause.code());
    }
}
