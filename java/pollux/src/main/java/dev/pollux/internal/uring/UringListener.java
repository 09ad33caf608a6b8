package dev.pollux.internal.uring;

import dev.pollux.internal.completion.AbstractCompletionListener;
import dev.pollux.internal.completion.AbstractCompletionSocket;
import dev.pollux.internal.completion.AcceptOperationWork;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.socket.InetSockaddr;
import dev.pollux.linux.Errno;
import dev.pollux.linux.Family;
import dev.pollux.linux.LinuxSocketOptions;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.Set;

/** A listener on the ring. The system makes the socket of each connection. */
final class UringListener extends AbstractCompletionListener {
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
        Family family = Family.forIp();
        LinuxStreamListener listener = LinuxStreamListener.open(family);
        try {
            if (family == Family.INET6) {
                listener.setOption(LinuxSocketOptions.IPV6_V6ONLY, false);
            }
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true); // as the JDK's on Unix systems
            return new UringListener(port, new UringHandle(engine, listener, null, null), listener);
        } catch (Throwable e) {
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
    protected AbstractCompletionSocket openAccepted() {
        return null;
    }

    @Override
    protected int startAccept(AcceptOperationWork operation, AbstractCompletionSocket accepting) throws IOException {
        UringTicket ticket = UringTicket.of(operation);
        ByteBuffer memory = ticket.memory();
        memory.putInt(UringTicket.ADDRESS_LENGTH, InetSockaddr.STORAGE_SIZE);
        int fd = ticket.hold(listener);
        ticket.entry(
                Opcode.ACCEPT,
                fd,
                ticket.at(UringTicket.ADDRESS),
                0,
                ticket.at(UringTicket.ADDRESS_LENGTH),
                NONBLOCK_CLOEXEC);
        return handle.engine.start(ticket);
    }

    @Override
    protected AbstractCompletionSocket completeAccept(AcceptOperationWork operation, AbstractCompletionSocket accepting)
            throws IOException {
        UringTicket ticket = UringTicket.of(operation);
        LinuxStreamSocket accepted = LinuxStreamSocket.ofRing(ticket.bytes, listener.family());
        ByteBuffer memory = ticket.memory();
        int length = memory.getInt(UringTicket.ADDRESS_LENGTH);
        InetSocketAddress peer =
                length < 2 ? null : InetSockaddr.get(memory, UringTicket.ADDRESS, length, UringAddress.AF_INET6);
        return new UringSocket(port, handle.engine, accepted, peer);
    }

    @Override
    protected boolean isPeerGone(SystemCallException cause) {
        return PEER_GONE.contains(cause.code());
    }
}
