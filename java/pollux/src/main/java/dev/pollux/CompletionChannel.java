package dev.pollux;

import dev.pollux.internal.socket.OptionRange;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.windows.Overlapped;
import dev.pollux.windows.WinsockSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.Channel;
import java.util.Objects;

/** What a {@link CompletionPort} does operations on. It belongs to one port for as long as it is open. Any thread. */
public abstract sealed class CompletionChannel implements Channel
        permits CompletionSocket, CompletionListener, CompletionDatagramSocket {
    private final CompletionPort port;

    // The port's list, guarded by it.
    CompletionChannel nextChannel;
    CompletionChannel previousChannel;
    boolean listed;

    CompletionChannel(CompletionPort port) {
        this.port = port;
    }

    abstract WinsockSocket handle();

    /** {@return the port that it belongs to} */
    public final CompletionPort port() {
        return port;
    }

    /** {@return false once it was closed} */
    @Override
    public final boolean isOpen() {
        return handle().isOpen();
    }

    /**
     * {@return its own address; null if it is not bound yet}
     *
     * @throws IOException if it is closed
     */
    public final InetSocketAddress localAddress() throws IOException {
        return (InetSocketAddress) handle().localAddress();
    }

    /**
     * Sets an option.
     *
     * @param option one of {@link java.net.StandardSocketOptions}, or of {@link dev.pollux.windows.WindowsSocketOptions}
     * @param value its new value
     * @param <T> the value's type
     * @throws UnsupportedOperationException if the system does not know the option
     * @throws IllegalArgumentException if a buffer's size is negative, or IP_TOS or IP_MULTICAST_TTL not within 0 and 255
     * @throws IOException if the system refuses
     */
    public final <T> void setOption(SocketOption<T> option, T value) throws IOException {
        OptionRange.check(option, value);
        handle().setOption(option, value);
    }

    /**
     * {@return an option's value}
     *
     * @param option as in {@link #setOption}
     * @param <T> the value's type
     * @throws UnsupportedOperationException if the system does not know the option
     * @throws IOException if the system refuses
     */
    public final <T> T getOption(SocketOption<T> option) throws IOException {
        return handle().getOption(Objects.requireNonNull(option, "option"));
    }

    /** Fails before the system does, which says of any address of a bound socket only that it is no valid argument. */
    final void checkCanBind(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw Refusals.unresolved(address);
        }
        InetSocketAddress its = localAddress();
        if (its != null && its.getPort() != 0) {
            throw new AlreadyBoundException();
        }
    }

    /** {@return the exception for the code that an operation on it ended with} */
    final IOException failure(String function, int code) {
        return handle().failure(function, code);
    }

    /** Asks for the end of the operation that has a block. */
    final void cancel(Overlapped block) {
        try {
            handle().cancel(block);
        } catch (IOException | OutOfMemoryError e) {
            // It is closed, and has cancelled all; or the system can't: then the operation ends in its own time.
        }
    }

    /**
     * Closes it. What is pending ends, each with its callback: with an {@link
     * java.nio.channels.AsynchronousCloseException}, or with the result that it has by then. A second call does nothing.
     */
    @Override
    public final void close() {
        try {
            handle().close();
        } finally {
            port.remove(this);
        }
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + handle() + "]";
    }
}
