package dev.pollux.internal.iocp;

import dev.pollux.internal.completion.seam.ChannelHandle;
import dev.pollux.internal.completion.seam.OperationKind;
import dev.pollux.windows.Iocp;
import dev.pollux.windows.Overlapped;
import dev.pollux.windows.WinsockSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.ClosedChannelException;

/** What all of Winsock's sockets have. */
public final class IocpHandle extends ChannelHandle {
    static {
        // A switch is a class of its own, which the first failure could not load without a descriptor.
        function(OperationKind.ACCEPT);
    }

    public final WinsockSocket socket;
    boolean attached; // to the port. A plain field: who sees an old value looks again under the lock
    boolean isToBeAccepted; // it comes to the port with its first operation, and not before
    private volatile boolean isDetached;

    IocpHandle(WinsockSocket socket) {
        this.socket = socket;
    }

    @Override
    public boolean isOpen() {
        return !isDetached && socket.isOpen();
    }

    @Override
    public InetSocketAddress localAddress() throws IOException {
        return (InetSocketAddress) its().localAddress();
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        its().setOption(option, value);
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        return its().getOption(option);
    }

    /** {@return the socket, unless it is another owner's by now} */
    WinsockSocket its() throws ClosedChannelException {
        if (isDetached) {
            throw new ClosedChannelException();
        }
        return socket;
    }

    /** Has the completions come to a port. Once: the system lets no handle go. */
    synchronized void attach(Iocp port) throws IOException {
        its();
        if (!attached) {
            if (!socket.isAssociatedWith(port)) { // else it was lent to it before
                port.associate(socket, IocpBackend.OPERATION);
            }
            attached = true;
        }
    }

    /** Has the socket be the caller's, who may give it to another port. */
    synchronized void detach() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        if (attached) {
            throw new IllegalStateException(socket + " belongs to its completion port for as long as it is open,"
                    + " since the first operation on it was submitted");
        }
        isDetached = true;
    }

    @Override
    public void cancel(Object ticket) {
        try {
            socket.cancel((Overlapped) ticket);
        } catch (IOException | OutOfMemoryError e) {
            // It is closed, and has cancelled all; or the system can't: then the operation ends in its own time.
        }
    }

    @Override
    public IOException failure(OperationKind kind, int code) {
        return socket.failure(function(kind), code);
    }

    private static String function(OperationKind kind) {
        return switch (kind) {
            case ACCEPT -> "AcceptEx";
            case CONNECT -> "ConnectEx";
            case SHUTDOWN_OUTPUT -> "DisconnectEx";
            case POST -> "PostQueuedCompletionStatus";
            case READ -> "WSARecv";
            case RECEIVE -> "WSARecvFrom";
            case SEND_FILE -> "TransmitFile";
            case SEND -> "WSASendTo";
            case WRITE -> "WSASend";
            case FILE_READ, FILE_SYNC, FILE_TRUNCATE, FILE_WRITE -> throw new AssertionError(kind + " of a socket");
        };
    }

    @Override
    public void close() {
        if (!isDetached) {
            socket.close();
        }
    }

    @Override
    public String toString() {
        return socket.toString();
    }
}
