package dev.pollux.internal.readiness.channel;

import dev.pollux.Backend;
import dev.pollux.FileSource;
import dev.pollux.binding.Platform;
import dev.pollux.internal.memory.BufferChecks;
import dev.pollux.internal.readiness.AbstractRegistration;
import dev.pollux.internal.readiness.AbstractStreamSocket;
import dev.pollux.readiness.Capability;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/** A stream on a {@link SocketChannel}. */
public final class ChannelSocket extends AbstractStreamSocket implements ChannelPollable {
    /**
     * What the JDK for Windows sends of a gathering write in one call. It goes on with the next piece even if the system took
     * a part of this one, as a call that does not block may, and what lies between is lost: so it is given each by itself.
     */
    private static final int PIECE_BYTES = 128 * 1024 - 1;

    private static final boolean GATHERS_IN_PIECES = Platform.isWindows();

    private final SocketChannel channel;
    private final ChannelHold hold;
    private volatile boolean lingers; // SO_LINGER was set

    public ChannelSocket(SocketChannel channel, ChannelHolds holds) {
        this.channel = channel;
        hold = holds.of(channel);
    }

    @Override
    public ChannelHold hold() {
        return hold;
    }

    @Override
    public Backend backend() {
        return hold.backend();
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        BufferChecks.checkWritable(buffer);
        int count;
        try {
            count = channel.read(buffer);
        } catch (SocketException e) {
            if (!buffer.hasRemaining()) {
                return 0;
            }
            throw broken(e);
        }
        return count >= 0 ? count : buffer.hasRemaining() ? (int) end() : 0;
    }

    @Override
    public long read(ByteBuffer[] buffers, int offset, int length) throws IOException {
        BufferChecks.checkWritable(buffers, offset, length);
        long count;
        try {
            count = channel.read(buffers, offset, length);
        } catch (SocketException e) {
            if (!BufferChecks.hasRemaining(buffers, offset, length)) {
                return 0;
            }
            throw broken(e);
        }
        return count >= 0 ? count : BufferChecks.hasRemaining(buffers, offset, length) ? end() : 0;
    }

    @Override
    public int write(ByteBuffer buffer) throws IOException {
        try {
            return channel.write(buffer);
        } catch (IOException e) {
            if (!buffer.hasRemaining() && channel.isOpen()) {
                return 0;
            }
            throw failure(e);
        }
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
        try {
            return GATHERS_IN_PIECES ? writePieces(buffers, offset, length) : channel.write(buffers, offset, length);
        } catch (IOException e) {
            if (channel.isOpen() && !BufferChecks.hasRemaining(buffers, offset, length)) {
                return 0;
            }
            throw failure(e);
        }
    }

    /** The channel calls a shut half closed, and a broken connection just an exception. */
    private IOException failure(IOException cause) {
        if (!channel.isOpen()) {
            return cause;
        }
        boolean isShut = cause instanceof ClosedChannelException;
        if (!isShut && cause.getClass() != IOException.class) {
            return writeFailed(cause);
        }
        SocketException named = new SocketException(isShut ? "the sending half is shut" : cause.getMessage());
        named.initCause(cause);
        return writeFailed(named);
    }

    private long writePieces(ByteBuffer[] buffers, int offset, int length) throws IOException {
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
    public long sendFrom(FileSource file, long position, long count) throws IOException {
        FileChannel its = ChannelFileSource.fileOf(file);
        if (channel.isConnectionPending()) { // of which the file's channel says that it would block
            throw new NotYetConnectedException();
        }
        try {
            return its.transferTo(position, count, channel);
        } catch (IOException e) {
            if (!its.isOpen() || !channel.isOpen()) {
                throw e;
            }
            if (count == 0 || position >= its.size()) { // nothing to send is no failure, on some releases of the JDK
                return 0;
            }
            throw failure(e);
        }
    }

    @Override
    public boolean isConnecting() {
        return channel.isConnectionPending();
    }

    @Override
    public void bindTo(SocketAddress local) throws IOException {
        try {
            channel.bind(local);
        } catch (IllegalArgumentException e) {
            throw ChannelRefusals.of(e, channel, local);
        } catch (SocketException e) {
            throw named(e, "bind", local);
        }
    }

    @Override
    public boolean connectTo(SocketAddress remote) throws IOException {
        try {
            return channel.connect(remote);
        } catch (IllegalArgumentException e) {
            throw ChannelRefusals.of(e, channel, remote);
        } catch (SocketException e) {
            throw named(e, "connect", remote);
        }
    }

    @Override
    public boolean completeConnect() throws IOException {
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
            for (AbstractRegistration each = registration; each != null; each = each.nextOfSource) {
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
        inputIsShut();
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
        outputIsShut();
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
        throw Capability.EVENT_DETAIL.refusal(backend(), "takeError()");
    }

    @Override
    public int bytesUnsent() throws IOException {
        throw Capability.BUFFERED_BYTES.refusal(backend(), "bytesUnsent()");
    }

    @Override
    public int bytesUnacknowledged() throws IOException {
        throw Capability.BUFFERED_BYTES.refusal(backend(), "bytesUnacknowledged()");
    }

    @Override
    public int bytesToRead() throws IOException {
        throw Capability.BUFFERED_BYTES.refusal(backend(), "bytesToRead()");
    }

    @Override
    public <T> void setSystemOption(SocketOption<T> option, T value) throws IOException {
        channel.setOption(option, value);
        if (option == StandardSocketOptions.SO_LINGER) {
            lingers = true;
        }
    }

    @Override
    public <T> T getSystemOption(SocketOption<T> option) throws IOException {
        return channel.getOption(option);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void closeSource() {
        if (lingers) {
            stopLingering();
        }
        hold.close();
    }

    /** Takes a SO_LINGER above 0 away, for which the system's close would wait. The JDK does so for a registered channel only. */
    private void stopLingering() {
        try {
            if (channel.getOption(StandardSocketOptions.SO_LINGER) > 0) {
                channel.setOption(StandardSocketOptions.SO_LINGER, -1);
            }
        } catch (IOException e) {
            // it is closed, or the system refuses: then the close may wait
        }
    }

    @Override
    public String toString() {
        return "StreamSocket[" + channel + "]";
    }
}
