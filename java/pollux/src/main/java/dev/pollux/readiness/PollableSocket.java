package dev.pollux.readiness;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;

/**
 * Has what all sockets of a {@link ReadinessPort} have: an address and options. {@link StreamSocket}, {@link StreamListener} and
 * {@link UdpSocket} are its kinds.
 *
 * <p>All methods may be called from any thread. {@link StreamSocket} has an example.
 */
public interface PollableSocket extends Pollable {
    /**
     * {@return its own address, or null if it has none yet} It has none before it is bound, and while it connects. The address
     * is an {@link InetSocketAddress}, or a {@link java.net.UnixDomainSocketAddress} of a Unix socket. On Linux an address of
     * the abstract namespace is a {@link dev.pollux.linux.UnixAddress}.
     *
     * @throws IOException if it is closed
     */
    SocketAddress localAddress() throws IOException;

    /**
     * {@return its own address, with the port that the system chose} It is null if the socket has none yet, as {@link
     * #localAddress()} tells.
     *
     * @throws java.nio.channels.UnsupportedAddressTypeException if it is a Unix socket
     * @throws IOException if it is closed
     */
    InetSocketAddress localInetAddress() throws IOException;

    /**
     * Takes the error that is pending. {@link Readiness#isError()} tells that there is one. Without this call, the next read or
     * write would throw it. It is told once: a read gives the end of the stream then.
     *
     * @return the error, or null if none is pending
     * @throws UnsupportedOperationException without {@link Capability#EVENT_DETAIL}
     * @throws IOException if it is closed
     */
    IOException takeError() throws IOException;

    /**
     * {@return how many bytes wait to be read (SIOCINQ)} Of a UDP socket it is the length of the next datagram. It costs one
     * system call and makes no object.
     *
     * @throws UnsupportedOperationException without {@link Capability#BUFFERED_BYTES}
     * @throws IOException if it is closed, or a listener
     */
    int bytesToRead() throws IOException;

    /**
     * Sets an option. The value is checked first, whatever state the socket is in.
     *
     * <p>The system may take less than it is asked for as {@link java.net.StandardSocketOptions#SO_RCVBUF} and {@code SO_SNDBUF}
     * (net.core.rmem_max on Linux). So read the option back. Linux reserves twice the size, because it keeps its own records
     * there. {@link #getOption} tells the half of it, which is what was set.
     *
     * <p>{@link java.net.StandardSocketOptions#SO_LINGER} of 0 makes {@link #close()} a reset. Above 0 it does not make it wait: the
     * system sends what was written without it, too.
     *
     * @param option one of {@link java.net.StandardSocketOptions}. On epoll it may also be one of {@link
     *     dev.pollux.linux.LinuxSocketOptions}
     * @param value its new value
     * @param <T> the value's type
     * @throws UnsupportedOperationException if the backend does not know the option
     * @throws IllegalArgumentException if a buffer's size is negative, or IP_TOS or IP_MULTICAST_TTL is not within 0 and 255
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws IOException if the system refuses
     */
    <T> void setOption(SocketOption<T> option, T value) throws IOException;

    /**
     * {@return an option's value}
     *
     * @param option as in {@link #setOption}
     * @param <T> the value's type
     * @throws UnsupportedOperationException if the backend does not know the option
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws IOException if the system refuses
     */
    <T> T getOption(SocketOption<T> option) throws IOException;
}
