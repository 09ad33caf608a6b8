package dev.pollux;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A TCP connection on a {@link SocketChannel}. */
final class NioSocket extends StreamSocket {
    private final SocketChannel channel;
    private final NioKeys keys;

    NioSocket(SocketChannel channel) {
        this.channel = channel;
        keys = new NioKeys(channel);
    }

    @Override
    NioKeys keys() {
        return keys;
    }

    @Override
    public Backend backend() {
        return Backend.NIO;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        return channel.read(buffer);
    }

    @Override
    public long read(ByteBuffer[] buffers, int offset, int length) throws IOException {
        return channel.read(buffers, offset, length);
    }

    @Override
    public int write(ByteBuffer buffer) throws IOException {
        return channel.write(buffer);
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
        return channel.write(buffers, offset, length);
    }

    @Override
    public long send(FileSource file, long position, long count) throws IOException {
        return NioFileSource.fileOf(file).transferTo(position, count, channel);
    }

    @Override
    public boolean finishConnect() throws IOException {
        InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
        boolean connected;
        try {
            connected = channel.finishConnect();
        } catch (ConnectException e) {
            throw named(e, remote);
        }
        if (connected) {
            writableMeansSomethingElse();
        }
        return connected;
    }

    private void writableMeansSomethingElse() {
        if (registration == null) {
            return;
        }
        synchronized (lock) {
            for (Registration each = registration; each != null; each = each.nextOfSource) {
                each.port.changed(each);
            }
        }
    }

    /** The JDK's says neither what failed nor where. */
    static ConnectException named(ConnectException cause, InetSocketAddress remote) {
        ConnectException named = new ConnectException("connect to " + remote + ": " + cause.getMessage());
        named.initCause(cause);
        return named;
    }

    @Override
    public void shutdownInput() throws IOException {
        channel.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public InetSocketAddress localAddress() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    @Override
    public InetSocketAddress remoteAddress() throws IOException {
        return channel.isConnected() || !channel.isOpen() ? (InetSocketAddress) channel.getRemoteAddress() : null;
    }

    @Override
    public <T> void setOption(SocketOption<T> option, T value) throws IOException {
        channel.setOption(option, value);
    }

    @Override
    public <T> T getOption(SocketOption<T> option) throws IOException {
        return channel.getOption(option);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    void closeSource() {
        keys.close();
    }

    @Override
    public String toString() {
        return "StreamSocket[" + channel + "]";
    }
}
