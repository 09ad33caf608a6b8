package dev.pollux;

import dev.pollux.binding.Platform;
import dev.pollux.internal.socket.OptionRange;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.internal.text.PathBytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What the sockets of a {@link ReadinessPort} have in common: an address and options. */
public abstract sealed class PollableSocket extends Pollable permits StreamSocket, StreamListener, UdpSocket {
    /** As many bytes as a Unix socket's path has on Linux and Windows, less its end. */
    private static final int MAX_PATH_BYTES = 107;

    PollableSocket() {}

    /** What every backend refuses, said in one way. */
    static void checkAddress(SocketAddress address) {
        Objects.requireNonNull(address, "address");
        if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
            throw Refusals.unresolved(inet);
        }
        if (address instanceof UnixDomainSocketAddress unix) {
            int length = nameOf(unix).length;
            if (length > MAX_PATH_BYTES) {
                throw new IllegalArgumentException(
                        "a Unix socket's path has at most " + MAX_PATH_BYTES + " bytes, not " + length + ": " + unix);
            }
        }
    }

    private static byte[] nameOf(UnixDomainSocketAddress address) {
        return Platform.isWindows()
                ? address.getPath().toString().getBytes(StandardCharsets.UTF_8)
                : PathBytes.of(address.getPath());
    }

    final void checkOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    /**
     * {@return its own address: an {@link InetSocketAddress}, of a Unix socket a {@link java.net.UnixDomainSocketAddress} (on
     * Linux a {@link dev.pollux.linux.UnixAddress} if it is of the abstract namespace); null if it has none yet, because it was
     * not bound, or connects}
     *
     * @throws IOException if it is closed
     */
    public abstract SocketAddress localAddress() throws IOException;

    /**
     * {@return its own address, with the port that the system chose for instance}
     *
     * @throws UnsupportedAddressTypeException if it is a Unix socket
     * @throws IOException if it is closed
     */
    public final InetSocketAddress localInetAddress() throws IOException {
        return inet(localAddress());
    }

    static InetSocketAddress inet(SocketAddress address) {
        if (address != null && !(address instanceof InetSocketAddress)) {
            throw Refusals.unsupported(address + " is not TCP's or UDP's: ask for localAddress() or remoteAddress()");
        }
        return (InetSocketAddress) address;
    }

    /**
     * Takes the error that is pending, as {@link Readiness#isError()} tells: what the next read or write would throw. It is
     * told once: a read gives the end of the stream then.
     *
     * @return the error, or null if none is pending
     * @throws UnsupportedOperationException without {@link Capability#EVENT_DETAIL}
     * @throws IOException if it is closed
     */
    public abstract IOException takeError() throws IOException;

    /**
     * {@return how many bytes wait to be read (SIOCINQ); of a datagram socket, how long the next datagram is} Cheap: one
     * system call, no object.
     *
     * @throws UnsupportedOperationException without {@link Capability#BUFFERED_BYTES}
     * @throws IOException if it is closed, or a listener
     */
    public abstract int bytesToRead() throws IOException;

    /**
     * Sets an option. The value is checked first, whatever state the socket is in. Of {@link
     * java.net.StandardSocketOptions#SO_RCVBUF} and {@code SO_SNDBUF} the system may take less than is asked for (net.core.rmem_max on Linux), so read it back. Linux sets aside twice the size, for its own records, and
     * reads as that; here the half is told, which is what was set.
     *
     * @param option one of {@link java.net.StandardSocketOptions}; on epoll, one of {@link
     *     dev.pollux.linux.LinuxSocketOptions} too
     * @param value its new value
     * @param <T> the value's type
     * @throws UnsupportedOperationException if the backend does not know the option
     * @throws IllegalArgumentException if a buffer's size is negative, or IP_TOS or IP_MULTICAST_TTL not within 0 and 255
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws IOException if the system refuses
     */
    public final <T> void setOption(SocketOption<T> option, T value) throws IOException {
        OptionRange.check(option, value);
        setSystemOption(option, value);
    }

    abstract <T> void setSystemOption(SocketOption<T> option, T value) throws IOException;

    /**
     * {@return an option's value}
     *
     * @param option as in {@link #setOption}
     * @param <T> the value's type
     * @throws UnsupportedOperationException if the backend does not know the option
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws IOException if the system refuses
     */
    public final <T> T getOption(SocketOption<T> option) throws IOException {
        return getSystemOption(Objects.requireNonNull(option, "option"));
    }

    abstract <T> T getSystemOption(SocketOption<T> option) throws IOException;
}
