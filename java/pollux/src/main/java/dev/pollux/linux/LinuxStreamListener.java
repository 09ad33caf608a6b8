package dev.pollux.linux;

import static dev.pollux.linux.Linux.CALLS;

import dev.pollux.linux.LinuxSocketOptions.SolSocket;
import java.io.IOException;
import java.lang.ref.Reference;
import java.util.function.IntFunction;

/**
 * A socket that accepts streams: TCP over IPv4 or IPv6, or Unix. It never blocks. All methods may be called from any
 * thread.
 *
 * <pre>{@code
 * LinuxStreamListener listener = LinuxStreamListener.open(Family.INET6);
 * listener.bind(new InetSocketAddress(9000));
 * listener.listen(LinuxStreamListener.MAX_BACKLOG);
 * LinuxStreamSocket socket = listener.accept(); // null if no connection waits
 * }</pre>
 */
public final class LinuxStreamListener extends LinuxSocket {
    /** The backlog that the system cuts to what it allows (net.core.somaxconn). */
    public static final int MAX_BACKLOG = Integer.MAX_VALUE;

    private LinuxStreamListener(int fd, Family family) {
        super(fd, family);
    }

    /** One that another lends its number to. */
    private LinuxStreamListener(LinuxStreamListener lender) {
        super(lender.number(), lender.family(), lender);
    }

    /**
     * Makes a second object of this listener, for a port. The descriptor is closed when both are.
     *
     * @return the second. As long as this one is open, its close is no close of the listener
     * @throws IllegalArgumentException if it is not TCP's, or does not listen
     * @throws IOException if it is closed
     * @hidden
     */
    public LinuxStreamListener lend() throws IOException {
        if (family() == Family.UNIX) {
            throw new IllegalArgumentException("not a listener of TCP's: " + this);
        }
        getWhole("SO_ACCEPTCONN", SolSocket.LEVEL, SolSocket.ACCEPTCONN, Scratch.VALUE, 4);
        if (Scratch.get().getInt(Scratch.VALUE) == 0) {
            throw new IllegalArgumentException("not a listener: nobody has called listen on " + this);
        }
        acquire();
        try {
            return new LinuxStreamListener(this);
        } catch (Throwable e) { // no memory
            release();
            throw e;
        }
    }

    /**
     * Opens a socket to bind and listen on: socket(2).
     *
     * @param family its address family
     * @return the socket
     * @throws IOException if too many descriptors are open, or the system lacks the family
     */
    public static LinuxStreamListener open(Family family) throws IOException {
        return owner(open(family, SOCK_STREAM), new Maker(family));
    }

    /**
     * Takes over a descriptor that came from elsewhere: one that was passed, or inherited, as from systemd (sd_listen_fds(3)).
     * It is made non-blocking.
     *
     * @param fd the descriptor of a stream socket that listens, which is this object's from now on, unless this method fails
     * @return the listener
     * @throws IllegalArgumentException if it is another kind of socket, or does not listen
     * @throws IOException EBADF, ENOTSOCK
     */
    public static LinuxStreamListener adopt(int fd) throws IOException {
        Family family = SolSocket.adopt(fd, SOCK_STREAM, true, "a stream socket that listens");
        LinuxStreamListener listener = new LinuxStreamListener(fd, family);
        listener.markShared();
        return listener;
    }

    /** Not a lambda, because a server's start would wait until that is linked. */
    private static final class Maker implements IntFunction<LinuxStreamListener> {
        private final Family family;

        Maker(Family family) {
            this.family = family;
        }

        @Override
        public LinuxStreamListener apply(int fd) {
            return new LinuxStreamListener(fd, family);
        }
    }

    /**
     * Begins to listen, or changes the backlog: listen(2).
     *
     * @param backlog how many connections may wait to be accepted, at least 1
     * @throws java.net.BindException if another socket listens on the address
     * @throws IOException if the system refuses for another reason
     */
    public void listen(int backlog) throws IOException {
        if (backlog < 1) {
            throw new IllegalArgumentException("a backlog of " + backlog);
        }
        int fd = acquire();
        try {
            int result = CALLS.listen(fd, backlog);
            if (result < 0) {
                throw Errors.of("listen", result, fd);
            }
        } finally {
            release();
        }
    }

    /**
     * Accepts a connection: accept4(2) with SOCK_NONBLOCK and SOCK_CLOEXEC.
     *
     * @return the connection, or null if none waits
     * @throws IOException EMFILE, ENFILE, ENOBUFS or ENOMEM: the connection still waits, and the listener stays readable
     */
    public LinuxStreamSocket accept() throws IOException {
        return accept(0, 0);
    }

    /**
     * Accepts a connection and tells its peer, in one call.
     *
     * @param peer takes the peer's address, or empty if none waits
     * @return the connection, or null if none waits
     * @throws IOException as {@link #accept()}
     */
    public LinuxStreamSocket accept(NativeAddress peer) throws IOException {
        LinuxStreamSocket accepted = null;
        try {
            accepted = accept(peer.address(), peer.prepare());
            return accepted;
        } finally {
            if (accepted == null) {
                peer.clear(); // the kernel wrote none, and what stands there is another connection's
            }
            Reference.reachabilityFence(peer);
        }
    }

    private LinuxStreamSocket accept(long address, long addressLength) throws IOException {
        int fd = acquire();
        try {
            int result;
            do {
                result = CALLS.accept4(fd, address, addressLength, FLAGS);
            } while (isConnectionsOwn(result));
            if (result == -Errno.EAGAIN) {
                return null;
            }
            if (result < 0) {
                throw Errors.of("accept4", result, fd);
            }
            try {
                LinuxStreamSocket socket = new LinuxStreamSocket(result, family());
                socket.inheritFrom(this);
                return socket;
            } catch (Throwable e) { // no memory; not by a lambda, which would cost some for each connection
                CALLS.close(result);
                throw e;
            }
        } finally {
            release();
        }
    }

    /** True for errors of one connection that is gone with them, and not of the listener (accept(2), Error handling). */
    private static boolean isConnectionsOwn(int result) {
        return switch (-result) {
            case Errno.EINTR,
                    Errno.ECONNABORTED,
                    Errno.EPROTO,
                    Errno.EPERM, // a firewall's
                    Errno.ENONET,
                    Errno.ENETDOWN,
                    Errno.ENOPROTOOPT,
                    Errno.EHOSTDOWN,
                    Errno.EHOSTUNREACH,
                    Errno.ENETUNREACH -> true;
            default -> false;
        };
    }
}
