package dev.pollux;

import dev.pollux.binding.Refusals;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.UnsupportedAddressTypeException;

/** What the sockets of a {@link ReadinessPort} have in common: an address and options. */
public abstract sealed class PollableSocket extends Pollable permits StreamSocket, StreamListener, DatagramSocket {
    PollableSocket() {}

    /**
     * {@return its own address: an {@link InetSocketAddress}, of a Unix socket a {@link java.net.UnixDomainSocketAddress} (on
     * Linux a {@link dev.pollux.linux.UnixAddress} if it is of the abstract namespace); null on nio if it has none}
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
     * Sets an option. Of {@link java.net.StandardSocketOptions#SO_RCVBUF} and {@code SO_SNDBUF} the system may take less than
     * is asked for (net.core.rmem_max on Linux), so read it back. Linux sets aside twice the size, for its own records, and
     * reads as that; here the half is told, which is what was set.
     *
     * @param option one of {@link java.net.StandardSocketOptions}; on epoll, one of {@link
     *     dev.pollux.linux.LinuxSocketOptions} too
     * @param value its new value
     * @param <T> the value's type
     * @throws UnsupportedOperationException if the backend does not know the option
     * @throws IOException if the system refuses
     */
    public abstract <T> void setOption(SocketOption<T> option, T value) throws IOException;

    /**
     * {@return an option's value}
     *
     * @param option as in {@link #setOption}
     * @param <T> the value's type
     * @throws UnsupportedOperationException if the backend does not know the option
     * @throws IOException if the system refuses
     */
    public abstract <T> T getOption(SocketOption<T> option) throws IOException;
}
