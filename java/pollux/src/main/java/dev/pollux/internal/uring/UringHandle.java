package dev.pollux.internal.uring;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.internal.completion.seam.ChannelHandle;
import dev.pollux.internal.completion.seam.OperationKind;
import dev.pollux.linux.Errno;
import dev.pollux.linux.LinuxDatagramSocket;
import dev.pollux.linux.LinuxSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;

/** What all of the ring's sockets have. */
final class UringHandle extends ChannelHandle {
    private static final int SHUT_WR = 1;
    private static final int SHUT_RDWR = 2;

    static {
        // A switch is a class of its own, which the first failure could not load without a descriptor.
        call(OperationKind.ACCEPT);
    }

    final LinuxSocket socket;
    final UringEngine engine;

    /** What reads, and what writes: null where there is no order to keep. */
    final Lane reads;

    final Lane writes;

    volatile InetSocketAddress connectingTo;

    /** Its close is to be a reset (SO_LINGER of 0), and no end of the stream before it. */
    private volatile boolean resets;

    UringHandle(UringEngine engine, LinuxSocket socket, Lane reads, Lane writes) {
        this.engine = engine;
        this.socket = socket;
        this.reads = reads;
        this.writes = writes;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public InetSocketAddress localAddress() throws IOException {
        InetSocketAddress address = (InetSocketAddress) socket.localAddress();
        return address == null || address.getPort() == 0 ? null : address; // the system has one of zeros before
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        socket.setOption(option, value);
        if (option == StandardSocketOptions.SO_LINGER) {
            resets = value.equals(0);
        }
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        return socket.getOption(option);
    }

    @Override
    public void cancel(Object ticket) {
        engine.ends.cancel((UringTicket) ticket);
    }

    @Override
    public IOException failure(OperationKind kind, int code) {
        if (!isOpen()) {
            return new AsynchronousCloseException();
        }
        IOException failure = socket.failure(call(kind), code, kind == OperationKind.CONNECT ? connectingTo : null);
        if (code == Errno.ECONNREFUSED && (kind == OperationKind.RECEIVE || kind == OperationKind.SEND)) {
            IOException unreachable = new PortUnreachableException(failure.getMessage());
            unreachable.initCause(failure.getCause());
            return unreachable;
        }
        return failure;
    }

    private static String call(OperationKind kind) {
        return switch (kind) {
            case ACCEPT -> "accept";
            case CONNECT -> "connect";
            case SHUTDOWN_OUTPUT -> "shutdown";
            case POST -> "post";
            case READ -> "recv";
            case RECEIVE -> "recvmsg";
            case SEND_FILE -> "sendfile";
            case SEND -> "sendmsg";
            case WRITE -> "send";
            case FILE_READ, FILE_SYNC, FILE_TRUNCATE, FILE_WRITE -> throw new AssertionError(kind + " of a socket");
        };
    }

    /**
     * The number is given back once the last submission has ended. The peers must not have to wait for that: they are told the end
     * of what was written now, and that nobody listens. A reset comes when the last submission has ended, because nothing else makes it.
     */
    @Override
    public void close() {
        int fd;
        try {
            fd = socket.hold();
        } catch (ClosedChannelException e) {
            return; // it was closed before
        }
        boolean isLast = true;
        try {
            // Its owner sets the options of one that is lent, and this one does not see that.
            boolean endsStream = !socket.isLent() && !(socket instanceof LinuxDatagramSocket) && !isToReset();
            socket.close();
            isLast = socket.isHeldByOne();
            if (!isLast) {
                if (endsStream) { // of one that is not connected it fails
                    BindingRegistry.linuxCalls().shutdown(fd, writes == null ? SHUT_RDWR : SHUT_WR);
                }
                engine.ends.closed(this, fd);
            }
        } finally {
            if (isLast || writes != null) { // else it is the engine's
                socket.letGo();
            }
        }
    }

    /** One that others have had too may have got the option from them. */
    private boolean isToReset() {
        if (resets || !socket.isShared()) {
            return resets;
        }
        try {
            return socket.getOption(StandardSocketOptions.SO_LINGER).equals(0);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return socket.toString();
    }
}
