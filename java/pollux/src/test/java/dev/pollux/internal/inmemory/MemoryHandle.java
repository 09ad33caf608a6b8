package dev.pollux.internal.inmemory;

import dev.pollux.internal.completion.seam.ChannelHandle;
import dev.pollux.internal.completion.seam.OperationKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;

/** What a socket and a listener in memory have in common. */
abstract class MemoryHandle extends ChannelHandle {
    final MemoryBackend backend;
    private volatile boolean open = true;

    MemoryHandle(MemoryBackend backend) {
        this.backend = backend;
    }

    /** {@return its port's number; 0 if it has none} */
    abstract int number();

    /** Ends all that waits on it; the backend's lock is held. */
    abstract void end();

    final void checkOpen() throws ClosedChannelException {
        if (!open) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public final boolean isOpen() {
        return open;
    }

    @Override
    public final InetSocketAddress localAddress() throws IOException {
        checkOpen();
        return address(number());
    }

    static InetSocketAddress address(int number) {
        return number == 0 ? null : new InetSocketAddress(InetAddress.getLoopbackAddress(), number);
    }

    @Override
    public final <T> void setOption(SocketOption<T> option, T value) {
        throw new UnsupportedOperationException(option.name());
    }

    @Override
    public final <T> T getOption(SocketOption<T> option) {
        throw new UnsupportedOperationException(option.name());
    }

    @Override
    public final void cancel(Object ticket) {
        backend.endWaiting((MemoryTicket) ticket, MemoryBackend.CANCELLED);
    }

    @Override
    public final IOException failure(OperationKind kind, int code) {
        return switch (code) {
            case MemoryBackend.CANCELLED -> new IOException(kind + " was cancelled");
            case MemoryBackend.CLOSED -> new AsynchronousCloseException();
            case MemoryBackend.REFUSED -> new ConnectException("nobody listens");
            default -> new SocketException(kind + ": the peer has gone");
        };
    }

    @Override
    public final void close() {
        synchronized (backend) {
            if (open) {
                open = false;
                end();
            }
        }
    }

    @Override
    public final String toString() {
        return number() + (open ? "" : ", closed");
    }
}
