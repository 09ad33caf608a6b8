package dev.pollux.internal.epoll;

import dev.pollux.Backend;
import dev.pollux.FileSource;
import dev.pollux.internal.memory.BufferChecks;
import dev.pollux.internal.readiness.AbstractStreamSocket;
import dev.pollux.linux.LinuxFile;
import dev.pollux.linux.LinuxStreamSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;

/** A stream on Linux's own calls. */
public final class EpollSocket extends AbstractStreamSocket implements EpollSource {
    private final LinuxStreamSocket socket;

    /**
     * Until {@link #finishConnect()} has said that it is connected. Not volatile: whoever uses the socket on another thread than
     * that has it from there, in a way that publishes this too.
     */
    private boolean connecting;

    private volatile boolean bound; // before it connects, by the program

    public EpollSocket(LinuxStreamSocket socket, boolean connecting) {
        this.socket = socket;
        this.connecting = connecting;
    }

    @Override
    public LinuxStreamSocket descriptor() {
        return socket;
    }

    @Override
    public Backend backend() {
        return Backend.EPOLL;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        if (connecting) {
            BufferChecks.checkWritable(buffer);
            checkConnected();
        }
        int count;
        try {
            count = socket.receive(buffer);
        } catch (SocketException e) {
            throw broken(e);
        }
        return count < 0 ? (int) end() : count;
    }

    @Override
    public long read(ByteBuffer[] buffers, int offset, int length) throws IOException {
        if (connecting) {
            BufferChecks.checkWritable(buffers, offset, length);
            checkConnected();
        }
        long count;
        try {
            count = socket.receive(buffers, offset, length);
        } catch (SocketException e) {
            throw broken(e);
        }
        return count < 0 ? end() : count;
    }

    /** A send of nothing would take the error that tells of a reset, and be refused by a half that is shut. */
    @Override
    public int write(ByteBuffer buffer) throws IOException {
        boolean isEmpty = !buffer.hasRemaining();
        if (connecting || isEmpty) {
            checkConnected();
            if (isEmpty) {
                return 0;
            }
        }
        try {
            return socket.send(buffer);
        } catch (SocketException e) {
            throw writeFailed(e);
        }
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) throws IOException {
        boolean isEmpty = !BufferChecks.hasRemaining(buffers, offset, length);
        if (connecting || isEmpty) {
            checkConnected();
            if (isEmpty) {
                return 0;
            }
        }
        try {
            return socket.send(buffers, offset, length);
        } catch (SocketException e) {
            throw writeFailed(e);
        }
    }

    @Override
    public int read(long address, int length) throws IOException {
        if (connecting) {
            BufferChecks.checkMemory(address, length);
            checkConnected();
        }
        int count;
        try {
            count = socket.receive(address, length);
        } catch (SocketException e) {
            throw broken(e);
        }
        return count < 0 ? (int) end() : count;
    }

    @Override
    public long read(long[] addresses, int[] lengths, int offset, int count) throws IOException {
        if (connecting) {
            BufferChecks.checkMemory(addresses, lengths, offset, count);
            checkConnected();
        }
        long bytes;
        try {
            bytes = socket.receive(addresses, lengths, offset, count);
        } catch (SocketException e) {
            throw broken(e);
        }
        return bytes < 0 ? end() : bytes;
    }

    @Override
    public int write(long address, int length) throws IOException {
        if (connecting || length <= 0) {
            BufferChecks.checkMemory(address, length);
            checkConnected();
            if (length == 0) {
                return 0;
            }
        }
        try {
            return socket.send(address, length);
        } catch (SocketException e) {
            throw writeFailed(e);
        }
    }

    @Override
    public long write(long[] addresses, int[] lengths, int offset, int count) throws IOException {
        boolean isEmpty = BufferChecks.checkMemory(addresses, lengths, offset, count) == 0;
        if (connecting || isEmpty) {
            checkConnected();
            if (isEmpty) {
                return 0;
            }
        }
        try {
            return socket.send(addresses, lengths, offset, count);
        } catch (SocketException e) {
            throw writeFailed(e);
        }
    }

    @Override
    public long sendFrom(FileSource file, long position, long count) throws IOException {
        LinuxFile its = EpollFileSource.fileOf(file);
        if (connecting) {
            checkConnected();
        }
        try {
            return socket.send(its, position, count);
        } catch (SocketException e) {
            throw writeFailed(e);
        }
    }

    private void checkConnected() throws IOException {
        if (!socket.isOpen()) {
            throw new ClosedChannelException();
        }
        if (connecting) {
            throw new NotYetConnectedException();
        }
    }

    @Override
    public boolean isConnecting() {
        return connecting;
    }

    @Override
    public void bindTo(SocketAddress local) throws IOException {
        socket.bind(local);
        bound = true;
    }

    @Override
    public boolean connectTo(SocketAddress remote) throws IOException {
        connecting = !socket.connect(remote);
        return !connecting;
    }

    @Override
    public boolean completeConnect() throws IOException {
        if (!socket.isOpen()) {
            throw new ClosedChannelException();
        }
        // Once it is connected the kernel is not asked: that would take the error that tells of a reset.
        if (connecting && socket.finishConnect()) {
            connecting = false;
        }
        return !connecting;
    }

    @Override
    public void shutdownInput() throws IOException {
        checkConnected(); // or it would end the connect
        socket.shutdownInput();
        inputIsShut();
    }

    @Override
    public void shutdownOutput() throws IOException {
        checkConnected();
        outputIsShut();
        socket.shutdownOutput();
    }

    @Override
    public SocketAddress localAddress() throws IOException {
        SocketAddress address = socket.localAddress();
        return connecting && !bound ? null : EpollSockets.portable(address);
    }

    @Override
    public SocketAddress remoteAddress() throws IOException {
        return EpollSockets.portable(socket.remoteAddress());
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
    public <T> void setSystemOption(SocketOption<T> option, T value) throws IOException {
        socket.setOption(option, value);
    }

    @Override
    public <T> T getSystemOption(SocketOption<T> option) throws IOException {
        return socket.getOption(option);
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void closeSource() {
        socket.close();
    }

    @Override
    public String toString() {
        return "StreamSocket[fd " + socket.number() + (isOpen() ? "]" : ", closed]");
    }
}
