package dev.pollux.netty.internal.socket;

import dev.pollux.system.SystemCallException;
import dev.pollux.windows.WinError;
import dev.pollux.windows.WinsockSocket;
import dev.pollux.windows.WinsockStreamListener;
import dev.pollux.windows.WinsockStreamSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;

/**
 * A socket of Windows's. What Netty's programs set on every system, and Windows has not or means otherwise, is done here as the
 * JDK's own sockets do it there.
 */
abstract class WindowsChannelSocket implements ChannelSocket {
    private final WinsockSocket socket;

    /** Windows binds again beside old connections in any case. Its own SO_REUSEADDR lets others take the address over. */
    private volatile boolean reusesAddress;

    private volatile boolean lingers;
    private volatile Object loop; // null until a completion port has it

    WindowsChannelSocket(WinsockSocket socket) {
        this.socket = socket;
    }

    @Override
    public WinsockSocket descriptor() {
        return socket;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    /** closesocket would wait with SO_LINGER above 0. What was sent goes to the peer all the same. */
    @Override
    public void close() {
        if (lingers) {
            lingers = false;
            try {
                socket.setOption(StandardSocketOptions.SO_LINGER, -1);
            } catch (IOException e) {
                // It is closed already, or was reset: nothing is left to be waited for.
            }
        }
        socket.close();
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public void bind(SocketAddress address) throws IOException {
        socket.bind(address);
    }

    @Override
    public SocketAddress localAddress() throws IOException {
        return socket.localAddress();
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        if (option == StandardSocketOptions.SO_REUSEADDR) {
            checkOpen();
            reusesAddress = (Boolean) value;
            return;
        }
        try {
            socket.setOption(option, value);
        } catch (SystemCallException e) {
            throw unlessUnknown(option, e);
        }
        if (option == StandardSocketOptions.SO_LINGER) {
            lingers = (Integer) value > 0;
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the option's type
    public <T> T getOption(SocketOption<T> option) throws IOException {
        if (option == StandardSocketOptions.SO_REUSEADDR) {
            checkOpen();
            return (T) Boolean.valueOf(reusesAddress);
        }
        try {
            return socket.getOption(option);
        } catch (SystemCallException e) {
            throw unlessUnknown(option, e);
        }
    }

    /** Which options there are depends on Windows's version. */
    private static SystemCallException unlessUnknown(SocketOption<?> option, SystemCallException failure) {
        if (failure.code() == WinError.WSAENOPROTOOPT) {
            throw new UnsupportedOperationException("this Windows has no " + option, failure);
        }
        return failure;
    }

    @Override
    public void checkCanMoveTo(Object newLoop) {
        Object its = loop;
        if (its != null && its != newLoop) {
            throw new UnsupportedOperationException(
                    "a channel on iocp stays with the event loop that it had first, because on"
                            + " Windows no handle leaves its completion port. Register it with that loop again, or close it");
        }
    }

    @Override
    public void movedTo(Object newLoop) {
        loop = newLoop;
    }

    private void checkOpen() throws ClosedChannelException {
        if (!socket.isOpen()) {
            throw new ClosedChannelException();
        }
    }

    /** A connection of Windows's. */
    static final class OfStream extends WindowsChannelSocket implements Stream {
        private final WinsockStreamSocket socket;

        OfStream(WinsockStreamSocket socket) {
            super(socket);
            this.socket = socket;
        }

        @Override
        public SocketAddress remoteAddress() throws IOException {
            return socket.remoteAddress();
        }

        @Override
        public void shutdownInput() throws IOException {
            socket.shutdownInput();
        }

        @Override
        public void shutdownOutput() throws IOException {
            socket.shutdownOutput();
        }
    }

    /** A listener of Windows's. */
    static final class OfListener extends WindowsChannelSocket implements Listener {
        private final WinsockStreamListener socket;

        OfListener(WinsockStreamListener socket) {
            super(socket);
            this.socket = socket;
        }

        @Override
        public void listen(int backlog) throws IOException {
            socket.listen(backlog);
        }
    }
}
