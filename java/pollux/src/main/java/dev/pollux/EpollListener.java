package dev.pollux;

import dev.pollux.linux.StreamListener;
import dev.pollux.linux.StreamSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;

/** A listener on Linux's own calls. */
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
    public void bind(SocketAddress address, int backlog) throws IOException {
        listener.bind(address);
        listener.listen(backlog);
    }

    @Override
    public dev.pollux.StreamSocket accept() throws IOException {
        StreamSocket socket = listener.accept();
        if (socket == null) {
            return null;
        }
        try {
            return new EpollSocket(socket);
        } catch (Throwable e) { // no memory
            socket.close();
            throw e;
        }
    }

    @Override
    public SocketAddress localAddress() throws IOException {
        return EpollPort.portable(listener.localAddress());
    }

    @Override
    public IOException takeError() throws IOException {
        return listener.takeException();
    }

    @Override
    public int bytesToRead() throws IOException {
        return listener.bytesToRead();
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
