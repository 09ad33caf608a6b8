package dev.pollux;

import dev.pollux.linux.StreamSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;

/** A TCP connection on Linux's own calls. */
final class EpollSocket extends dev.pollux.StreamSocket {
    private final StreamSocket socket;

    EpollSocket(StreamSocket socket) {
        this.socket = socket;
    }

    @Override
    StreamSocket descriptor() {
        return socket;
    }

    @Override
    public Backend backend() {
        return Backend.EPOLL;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        return socket.receive(buffer);
    }

    @Override
    public long read(ByteBuffer[] buffers, int offset, int length) throws IOException {
        return socket.receive(buffers, offset, length);
    }

    @Override
    public int write(ByteBuffer buffer) throws IOException {
        return socket.send(buffer);
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
        return socket.send(buffers, offset, length);
    }

    @Override
    public long send(FileSource file, long position, long count) throws IOException {
        return socket.send(EpollFileSource.fileOf(file), position, count);
    }

    @Override
    public boolean finishConnect() throws IOException {
        return socket.finishConnect();
    }

    @Override
    public void shutdownInput() throws IOException {
        socket.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public InetSocketAddress localAddress() throws IOException {
        return (InetSocketAddress) socket.localAddress();
    }

    @Override
    public InetSocketAddress remoteAddress() throws IOException {
        return (InetSocketAddress) socket.remoteAddress();
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
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    void closeSource() {
        socket.close();
    }

    @Override
    public String toString() {
        return "StreamSocket[fd " + socket.fd() + (isOpen() ? "]" : ", closed]");
    }
}
