package dev.pollux.internal.iocp;

import dev.pollux.internal.completion.seam.ChannelHandle;
import dev.pollux.internal.completion.seam.OperationKind;
import dev.pollux.windows.Overlapped;
import dev.pollux.windows.WinsockSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;

/** What all of Winsock's sockets have. */
public final class IocpHandle extends ChannelHandle {
    static {
        // A switch is a class of its own, which the first failure could not load without a descriptor.
        function(OperationKind.ACCEPT);
    }

    public final WinsockSocket socket;
    boolean attached; // to the port; before anybody else knows it

    IocpHandle(WinsockSocket socket) {
        this.socket = socket;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public InetSocketAddress localAddress() throws IOException {
        return (InetSocketAddress) socket.localAddress();
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        socket.setOption(option, value);
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        return socket.getOption(option);
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
        socket.close();
    }

    @Override
    public String toString() {
        return socket.toString();
    }
}
