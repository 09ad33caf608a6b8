package dev.pollux;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A stream on a {@link SocketChannel}. */
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
        SocketAddress remote = channel.getRemoteAddress();
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
    static ConnectException named(ConnectException cause, SocketAddress remote) {
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
    public SocketAddress localAddress() throws IOException {
        return channel.getLocalAddress();
    }

    @Override
    public SocketAddress remoteAddress() throws IOException {
        return channel.isConnected() || !channel.isOpen() ? channel.getRemoteAddress() : null;
    }

    @Override
    public IOException takeError() throws IOException {
        throw Capability.EVENT_DETAIL.refusal(Backend.NIO, "takeError()");
    }

    @Override
    public int bytesUnsent() throws IOException {
        throw Capability.BUFFERED_BYTES.refusal(Backend.NIO, "bytesUnsent()");
    }

    @Override
    public int bytesUnacknowledged() throws IOException {
        throw Capability.BUFFERED_BYTES.refusal(Backend.NIO, "bytesUnacknowledged()");
    }

    @Override
    public int bytesToRead() throws IOException {
        throw Capability.BUFFERED_BYTES.refusal(Backend.NIO, "bytesToRead()");
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
