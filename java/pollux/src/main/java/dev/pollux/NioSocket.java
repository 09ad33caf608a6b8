package dev.pollux;

import dev.pollux.binding.Platform;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/** A stream on a {@link SocketChannel}. */
final class NioSocket extends StreamSocket {
    /**
     * What the JDK for Windows sends of a gathering write in one call. It goes on with the next piece even if the system took
     * a part of this one, as a call that does not block may, and what lies between is lost: so it is given each by itself.
     */
    private static final int PIECE_BYTES = 128 * 1024 - 1;

    private static final boolean GATHERS_IN_PIECES = Platform.isWindows();

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
        if (!GATHERS_IN_PIECES) {
            return channel.write(buffers, offset, length);
        }
        long all = 0;
        try {
            long taken;
            do {
                taken = writePiece(buffers, offset, length);
                all += taken;
            } while (taken == PIECE_BYTES);
        } catch (IOException e) {
            if (all == 0) { // else the next write says it again
                throw e;
            }
        }
        return all;
    }

    private long writePiece(ByteBuffer[] buffers, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, buffers.length);
        int room = PIECE_BYTES;
        for (int i = 0; i < length; i++) {
            ByteBuffer buffer = buffers[offset + i];
            if (buffer.remaining() > room) {
                int limit = buffer.limit();
                buffer.limit(buffer.position() + room);
                try {
                    return channel.write(buffers, offset, i + 1);
                } finally {
                    buffer.limit(limit);
                }
            }
            room -= buffer.remaining();
        }
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
        } catch (SocketException e) {
            throw named(e, "connect", remote);
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
    static SocketException named(SocketException cause, String call, SocketAddress address) {
        String message = call + " to " + address + ": " + cause.getMessage();
        SocketException named = cause instanceof ConnectException
                ? new ConnectException(message)
                : cause instanceof NoRouteToHostException
                        ? new NoRouteToHostException(message)
                        : cause instanceof BindException ? new BindException(message) : new SocketException(message);
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
