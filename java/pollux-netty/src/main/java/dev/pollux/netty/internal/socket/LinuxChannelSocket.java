package dev.pollux.netty.internal.socket;

import dev.pollux.linux.LinuxSocket;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;

/** A socket of Linux's. */
public class LinuxChannelSocket implements ChannelSocket {
    private final LinuxSocket socket;

    public LinuxChannelSocket(LinuxSocket socket) {
        this.socket = socket;
    }

    @Override
    public LinuxSocket descriptor() {
        return socket;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public boolean isShared() {
        return socket.isShared();
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
        socket.setOption(option, value);
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        return socket.getOption(option);
    }

    /** A connection of Linux's. */
    public static final class OfStream extends LinuxChannelSocket implements Stream {
        private final LinuxStreamSocket socket;

        public OfStream(LinuxStreamSocket socket) {
            super(socket);
            this.socket = socket;
        }

        @Override
        public LinuxStreamSocket descriptor() {
            return socket;
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

    /** A listener of Linux's. */
    public static final class OfListener extends LinuxChannelSocket implements Listener {
        private final LinuxStreamListener socket;

        public OfListener(LinuxStreamListener socket) {
            super(socket);
            this.socket = socket;
        }

        @Override
        public LinuxStreamListener descriptor() {
            return socket;
        }

        @Override
        public void listen(int backlog) throws IOException {
            socket.listen(backlog);
        }
    }
}
