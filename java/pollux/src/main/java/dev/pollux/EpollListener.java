package dev.pollux;

import dev.pollux.linux.StreamListener;
import dev.pollux.linux.StreamSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;

/** A TCP listener on Linux's own calls: an IPv6 socket, which takes IPv4 too. */
final class EpollListener extends dev.pollux.StreamListener {
    private final StreamListener listener;

    EpollListener(StreamListener listener) {
        this.listener = listener;
    }

    @Override
    StreamListener descriptor() {
        return listener;
    }

    @Override
    public Backend backend() {
        return Backend.EPOLL;
    }

    @Override
    public void bind(InetSocketAddress address, int backlog) throws IOException {
        listener.bind(address);
        listener.listen(backlog);
    }

    @Override
    public dev.pollux.StreamSocket accept() throws IOException {
        StreamSocket socket = listener.accept();
        return socket == null ? null : new EpollSocket(socket);
    }

    @Override
    public InetSocketAddress localAddress() throws IOException {
        return (InetSocketAddress) listener.localAddress();
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        listener.setOption(option, value);
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        return listener.getOption(option);
    }

    @Override
    public boolean isOpen() {
        return listener.isOpen();
    }

    @Override
    void closeSource() {
        listener.close();
    }

    @Override
    public String toString() {
        return "StreamListener[fd " + listener.fd() + (isOpen() ? "]" : ", closed]");
    }
}
