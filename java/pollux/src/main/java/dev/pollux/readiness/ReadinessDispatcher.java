package dev.pollux.readiness;

import dev.pollux.Dispatcher;
import dev.pollux.FileSource;
import dev.pollux.internal.wiring.Wiring;
import dev.pollux.system.OpenDescriptor;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.file.Path;

/**
 * A {@link Dispatcher} for a readiness program: it tells which sockets can make progress, and the program reads and writes. It
 * listens, connects, and registers what the program has. All methods may be called from any thread.
 *
 * <pre>{@code
 * ReadinessDispatcher loop = ReadinessDispatcher.open();
 * loop.listen(new InetSocketAddress(7000), socket ->
 *         loop.register(socket, Interest.READ, (registration, readiness) -> echo(socket)));
 * loop.run();
 * }</pre>
 */
public interface ReadinessDispatcher extends Dispatcher {

    /**
     * Opens a dispatcher on the best backend that there is. That is epoll on Linux, where a binding can be used, and the
     * selector elsewhere. {@code -Ddev.pollux.backend} and {@code -Ddev.pollux.binding} force others.
     *
     * @return the dispatcher
     * @throws IOException if the system refuses, for example because no descriptor is left
     * @throws UnsupportedOperationException if a forced backend is not available
     */
    static ReadinessDispatcher open() throws IOException {
        return builder().open();
    }

    /**
     * Opens a dispatcher that drives a port, with what the port was told when it was opened.
     *
     * @param port the port, which is the dispatcher's now, to close too. No other thread polls it
     * @return the dispatcher
     * @throws IllegalArgumentException if Pollux has not made the port
     */
    static ReadinessDispatcher over(ReadinessPort port) throws IOException {
        return builder().over(port);
    }

    /** {@return a builder, for what differs from the defaults} */
    static ReadinessDispatcherBuilder builder() {
        return Wiring.make(ReadinessDispatcherBuilder.class);
    }

    /**
     * Listens on an address, with SO_REUSEADDR, and accepts what comes.
     *
     * @param address the local address, of TCP or of a Unix socket ({@link java.net.UnixDomainSocketAddress}, whose file {@link
     *     StreamListener#bind} neither expects nor deletes). Port 0 lets the system choose one
     * @param callback takes the connections
     * @return the listener. Closing it ends the accepting
     * @throws java.net.BindException if the address is in use or not this machine's
     * @throws IOException if the system refuses for another reason
     */
    StreamListener listen(SocketAddress address, AcceptCallback callback) throws IOException;

    /**
     * Opens a listener that is not bound, with SO_REUSEADDR set: for other options, such as SO_REUSEPORT. Then {@link
     * StreamListener#bind bind} it and {@link #listen(StreamListener, AcceptCallback) listen}.
     *
     * @return the listener
     * @throws IOException if the system refuses
     */
    StreamListener openListener() throws IOException;

    /**
     * Opens a listener of a family. It is not bound. SO_REUSEADDR is set except for Unix sockets.
     *
     * @param family INET, INET6 or UNIX
     * @return the listener
     * @throws UnsupportedOperationException if the backend has no Unix sockets here
     * @throws IOException if the system refuses
     */
    StreamListener openListener(StandardProtocolFamily family) throws IOException;

    /**
     * Opens a UDP socket that is not bound, for IPv6 and IPv4.
     *
     * @return the socket
     * @throws IOException if the system refuses
     */
    UdpSocket openUdpSocket() throws IOException;

    /**
     * Accepts what comes at a listener. Connections are taken in turn with other events. With no descriptor left, the
     * listener pauses for 100 ms, and the error handler is told. If there is still none after the pause, the connections that
     * wait are accepted and closed, 64 at most before the next pause: their peers see an end instead of waiting in vain. For
     * that, and for the error handler, a loop with a listener keeps one descriptor in reserve. Windows does not limit
     * handles in this way, and there is no reserve.
     *
     * @param listener a bound listener of this dispatcher's backend
     * @param callback takes the connections
     * @throws java.nio.channels.NotYetBoundException if it is not bound
     * @throws IOException if the system refuses
     */
    void listen(StreamListener listener, AcceptCallback callback) throws IOException;

    /**
     * Connects to a peer.
     *
     * @param remote the peer's address: an {@link java.net.InetSocketAddress} or a {@link
     *     java.net.UnixDomainSocketAddress}
     * @param callback learns how it ended, on the loop's thread, never within this call
     * @throws ClosedChannelException if the dispatcher is closed
     * @throws IOException if the system refuses to watch it
     */
    void connect(SocketAddress remote, ConnectCallback callback) throws IOException;

    /**
     * Connects to a peer within a time. If it is up, the socket is closed and the callback learns of a {@link
     * java.net.SocketTimeoutException}: it is called once, whatever comes first.
     *
     * @param remote the peer's address
     * @param timeoutNanos how long it may take, not negative. The system's own limit stands beside it
     * @param callback learns how it ended, on the loop's thread, never within this call
     * @throws IllegalArgumentException if the time is negative
     * @throws ClosedChannelException if the dispatcher is closed
     * @throws IOException if the system refuses to watch it
     */
    void connect(SocketAddress remote, long timeoutNanos, ConnectCallback callback) throws IOException;

    /**
     * Opens a file to be sent by {@link StreamSocket#send(FileSource, long, long)}.
     *
     * @param path the file
     * @return the file
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws IOException if the system refuses for another reason
     */
    FileSource openFile(Path path) throws IOException;

    /**
     * Registers a socket, level-triggered.
     *
     * @param source the socket
     * @param interest what to wait for
     * @param callback what to call, on the loop's thread
     * @return the registration
     * @throws IOException as {@link ReadinessPort#register}
     */
    Registration register(Pollable source, Interest interest, ReadinessCallback callback) throws IOException;

    /**
     * Registers a socket.
     *
     * @param source the socket
     * @param interest what to wait for
     * @param mode when to report it
     * @param callback what to call, on the loop's thread
     * @return the registration
     * @throws UnsupportedOperationException if the backend can't have that mode
     * @throws IOException as {@link ReadinessPort#register}
     */
    Registration register(Pollable source, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException;

    /**
     * Registers a channel of the JDK's, as {@link ReadinessPort#register(SelectableChannel, Interest, TriggerMode,
     * ReadinessCallback)} does. Closing the dispatcher closes it.
     *
     * @param channel the channel, in non-blocking mode
     * @param interest what to wait for
     * @param mode when to report it
     * @param callback what to call, on the loop's thread
     * @return the registration
     * @throws java.nio.channels.IllegalBlockingModeException if the channel is in blocking mode
     * @throws UnsupportedOperationException if the backend can't have that mode, or on epoll can't reach the descriptor
     * @throws IOException as {@link ReadinessPort#register}
     */
    Registration register(SelectableChannel channel, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException;

    /**
     * Registers a descriptor of the direct floor, as {@link ReadinessPort#register(OpenDescriptor, Interest, TriggerMode,
     * ReadinessCallback)} does. Closing the dispatcher closes it.
     *
     * @param descriptor the descriptor
     * @param interest what to wait for
     * @param mode when to report it
     * @param callback what to call, on the loop's thread
     * @return the registration
     * @throws UnsupportedOperationException if the backend can't have descriptors
     * @throws IOException as {@link ReadinessPort#register}
     */
    Registration register(OpenDescriptor descriptor, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException;

    /**
     * Registers any descriptor by its number, as {@link ReadinessPort#register(int, Interest, TriggerMode,
     * ReadinessCallback)} does. It is borrowed, and never closed.
     *
     * @param fd the descriptor
     * @param interest what to wait for
     * @param mode when to report it
     * @param callback what to call, on the loop's thread
     * @return the registration
     * @throws UnsupportedOperationException if the backend can't have descriptors
     * @throws IOException as {@link ReadinessPort#register}
     */
    Registration register(int fd, Interest interest, TriggerMode mode, ReadinessCallback callback) throws IOException;

    /**
     * {@return the readiness port that it waits on} The dispatcher polls it, nobody else. A poll of the program's own would
     * take the wakeups that tell of tasks.
     */
    ReadinessPort port();

    /**
     * Moves a registration of this dispatcher's to another's. Nothing is lost: what is ready is reported there.
     *
     * @param registration the registration
     * @param target the dispatcher to move it to, of the same backend
     * @return the new registration
     * @throws IllegalArgumentException if the registration is not of this dispatcher
     * @throws IllegalStateException if it is not called on this loop's thread, while that runs. Also as {@link
     *     Registration#moveTo}
     * @throws IOException as {@link Registration#moveTo}
     */
    Registration move(Registration registration, ReadinessDispatcher target) throws IOException;
}
