package dev.pollux;

import dev.pollux.linux.StreamSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;

/** A stream on Linux's own calls. */
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
    public SocketAddress localAddress() throws IOException {
        return EpollPort.portable(socket.localAddress());
    }

    @Override
    public SocketAddress remoteAddress() throws IOException {
        return EpollPort.portable(socket.remoteAddress());
    }

    @Override
    public IOException takeError() throws IOException {
        return socket.takeException();
    }

    @Override
    public int bytesUnsent() throws IOException {
        return socket.bytesUnsent();
    }

    @Override
    public int bytesUnacknowledged() throws IOException {
        return socket.bytesUnacknowledged();
    }

    @Override
    public int bytesToRead() throws IOException {
        return socket.bytesToRead();
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
