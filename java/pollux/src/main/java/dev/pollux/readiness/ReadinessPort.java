package dev.pollux.readiness;

import dev.pollux.Backend;
import dev.pollux.ErrorHandler;
import dev.pollux.FileSource;
import dev.pollux.internal.wiring.Wiring;
import dev.pollux.system.OpenDescriptor;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SelectableChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

/**
 * Tells which sockets can make progress. It calls the callbacks of their registrations.
 *
 * <p>A {@link ReadinessDispatcher} is the usual way to drive one. A program with an event loop of its own polls it
 * itself. All methods may be called from any thread. {@link #poll}, {@link #await} and {@link #deliver} are the
 * exceptions: the thread that calls them is the loop's thread, and no other calls them. The others may be called while
 * it waits.
 *
 * <p>IPv6 depends on the system and on the JVM's {@code java.net.preferIPv4Stack}. With that set, sockets are of IPv4 only on
 * every backend. After {@link #close()} a method that opens, connects or registers something throws a {@link
 * java.nio.channels.ClosedChannelException}.
 *
 * <pre>{@code
 * try (ReadinessPort port = ReadinessPort.open()) {
 *     StreamListener listener = port.openListener();
 *     listener.bind(new InetSocketAddress(8080), StreamListener.MAX_BACKLOG);
 *     port.register(listener, Interest.READ, TriggerMode.LEVEL, (registration, readiness) -> {
 *         StreamSocket socket = listener.accept();
 *         if (socket != null) {
 *             port.register(socket, Interest.READ, TriggerMode.LEVEL, this::serve);
 *         }
 *     });
 *     while (running) {
 *         port.poll(-1);
 *     }
 * }
 * }</pre>
 */
public interface ReadinessPort extends AutoCloseable {
    /**
     * Opens a port on the backend that {@code -Ddev.pollux.backend} names, or on the best one if it names none.
     *
     * @return the port
     * @throws IOException if the system refuses, because there is no descriptor left for instance
     * @throws UnsupportedOperationException if the named backend is not available
     */
    static ReadinessPort open() throws IOException {
        return builder().open();
    }

    /**
     * Opens a port on a backend.
     *
     * @param backend the backend
     * @return the port
     * @throws IOException if the system refuses
     * @throws UnsupportedOperationException if the backend is not available, with the reason
     */
    static ReadinessPort open(Backend backend) throws IOException {
        return builder().backend(Objects.requireNonNull(backend, "backend")).open();
    }

    /** {@return a builder, for a port that differs from the defaults} */
    static ReadinessPortBuilder builder() {
        return Wiring.make(ReadinessPortBuilder.class);
    }

    /** {@return the backend that it runs on} */
    Backend backend();

    /** {@return in one line what it runs on, and why, and which version of Pollux it is} */
    String describe();

    /** {@return what it can do, of all that not every port can, immutable} */
    Set<Capability> capabilities();

    /**
     * {@return true if registrations can have a trigger mode here}
     *
     * @param mode the mode
     */
    boolean supports(TriggerMode mode);

    /**
     * Sets who learns of what callbacks throw, and of what the port could not do. It is {@link ErrorHandler#CLOSE_AND_LOG} at
     * first.
     *
     * @param handler the handler
     */
    void errorHandler(ErrorHandler handler);

    /**
     * Opens a TCP listener for IPv6 and IPv4. It is not bound, and SO_REUSEADDR is set.
     *
     * @return the listener
     * @throws IOException if the system refuses
     */
    StreamListener openListener() throws IOException;

    /**
     * Opens a listener of a family. It is not bound. SO_REUSEADDR is set except for Unix sockets.
     *
     * @param family the family of its addresses: INET, INET6, UNIX
     * @return the listener
     * @throws UnsupportedOperationException without {@link Capability#UNIX_SOCKETS} for UNIX, without IPv6 for INET6
     * @throws IOException if the system refuses
     */
    StreamListener openListener(StandardProtocolFamily family) throws IOException;

    /**
     * Opens a UDP socket for IPv6 and IPv4. It is not bound.
     *
     * @return the socket
     * @throws IOException if the system refuses
     */
    UdpSocket openUdpSocket() throws IOException;

    /**
     * Opens a UDP socket of a family. It is not bound.
     *
     * @param family the family of its addresses: INET, INET6
     * @return the socket
     * @throws UnsupportedOperationException if the family is another, or INET6 without IPv6
     * @throws IOException if the system refuses
     */
    UdpSocket openUdpSocket(StandardProtocolFamily family) throws IOException;

    /**
     * Begins to connect a socket. Register it for {@link Interest#WRITE}. When it is writable, {@link
     * StreamSocket#finishConnect()} tells how the connect ended.
     *
     * @param remote the peer: an {@link java.net.InetSocketAddress} or a {@link java.net.UnixDomainSocketAddress}
     * @return the socket, connecting or connected
     * @throws java.net.ConnectException if the peer refused at once
     * @throws IOException if the system refuses for another reason
     */
    StreamSocket connect(SocketAddress remote) throws IOException;

    /**
     * Takes over a stream that exists already: it was passed by another process, inherited, or made by another library. It is made
     * non-blocking. Closing the socket closes the descriptor.
     *
     * @param fd the descriptor of a connected stream socket, which is the socket's from now on, unless this method fails
     * @return the socket
     * @throws UnsupportedOperationException without {@link Capability#DESCRIPTORS}
     * @throws IllegalArgumentException if it is negative, or another kind of socket
     * @throws IOException EBADF, ENOTSOCK
     */
    StreamSocket adoptSocket(int fd) throws IOException;

    /**
     * Takes over a listener that exists already, as from systemd (sd_listen_fds(3)). It is made non-blocking. Closing the listener
     * closes the descriptor.
     *
     * @param fd the descriptor of a stream socket that listens, which is the listener's from now on, unless this method fails
     * @return the listener, which is bound
     * @throws UnsupportedOperationException without {@link Capability#DESCRIPTORS}
     * @throws IllegalArgumentException if it is negative, or another kind of socket
     * @throws IOException EBADF, ENOTSOCK
     */
    StreamListener adoptListener(int fd) throws IOException;

    /**
     * Takes over a UDP socket that exists already. It is made non-blocking. Closing the socket closes the descriptor.
     *
     * @param fd the descriptor of a UDP socket, which is the socket's from now on, unless this method fails
     * @return the socket
     * @throws UnsupportedOperationException without {@link Capability#DESCRIPTORS}
     * @throws IllegalArgumentException if it is negative, or another kind of socket
     * @throws IOException EBADF, ENOTSOCK
     */
    UdpSocket adoptUdpSocket(int fd) throws IOException;

    /**
     * Takes over a file that is open already, for {@link StreamSocket#send(FileSource, long, long)} to send. Closing the source closes
     * the descriptor. {@link dev.pollux.linux.LinuxFile#duplicate} makes a descriptor of its own of one that stays somebody else's.
     *
     * @param fd the descriptor of a file, which is the source's from now on, unless this method fails
     * @return the file
     * @throws UnsupportedOperationException without {@link Capability#DESCRIPTORS}
     * @throws IllegalArgumentException if it is negative
     * @throws IOException EBADF
     */
    FileSource adoptFile(int fd) throws IOException;

    /**
     * Opens a file, for {@link StreamSocket#send(FileSource, long, long)} to send.
     *
     * @param path the file
     * @return the file
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws IOException if the system refuses for another reason
     */
    FileSource openFile(Path path) throws IOException;

    /**
     * Registers a socket or a listener. It can be registered with several ports, once with each. For instance, a listener can be
     * registered with several loops in mode {@link TriggerMode#EXCLUSIVE}.
     *
     * @param source what to register, of this backend
     * @param interest what to wait for
     * @param mode when to report it
     * @param callback what to call, on the loop's thread
     * @return the registration
     * @throws IllegalStateException if it is registered with this port already
     * @throws IllegalArgumentException if it belongs to another backend
     * @throws UnsupportedOperationException if this backend does not have that mode or interest
     * @throws java.nio.channels.ClosedChannelException if the source or this port is closed
     * @throws IOException if the system refuses. Nothing is left behind then
     */
    Registration register(Pollable source, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException;

    /**
     * Registers a channel of the JDK: a socket, a listening or datagram socket, an end of a pipe. Its reads and writes stay as
     * they are, so a program on {@link java.nio.channels.Selector} moves over with its channels.
     *
     * <p>A socket channel that connects is registered after its {@code connect}. It waits for {@link Interest#WRITE}, and the
     * callback calls its {@code finishConnect}.
     *
     * <p>On epoll, Pollux reads the channel's descriptor. It uses reflection if {@code java.base/sun.nio.ch} is open to Pollux.
     * Otherwise it uses the library of pollux-jni, if that is on the path, whichever binding is chosen. Otherwise it uses {@code
     * sun.misc.Unsafe}, and JDK 24 and newer warn once of that. On nio, the channel keeps a key in the port's selector until it
     * is closed.
     *
     * <pre>{@code
     * SocketChannel channel = SocketChannel.open();
     * channel.configureBlocking(false);
     * channel.connect(address);
     * port.register(channel, Interest.WRITE, TriggerMode.LEVEL, (registration, readiness) -> {
     *     if (channel.finishConnect()) {
     *         registration.modify(Interest.READ);
     *     }
     * });
     * }</pre>
     *
     * @param channel the channel, in non-blocking mode. It may be closed at any time, which ends the registration
     * @param interest what to wait for
     * @param mode when to report it
     * @param callback what to call, on the loop's thread
     * @return the registration, whose source is a {@link ChannelSource}
     * @throws java.nio.channels.IllegalBlockingModeException if the channel is in blocking mode
     * @throws IllegalStateException if it is registered with this port already
     * @throws UnsupportedOperationException if this backend does not have that mode or interest. On epoll also if the descriptor
     *     is not available: the message names the JVM's flag that helps
     * @throws java.nio.channels.ClosedChannelException if the channel or this port is closed
     * @throws IOException if the system refuses. Nothing is left behind then
     */
    Registration register(SelectableChannel channel, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException;

    /**
     * Registers a descriptor of the direct floor: an {@link dev.pollux.linux.EventFd}, a {@link dev.pollux.linux.TimerFd}, the
     * end of a pipe, a socket. On epoll only.
     *
     * @param descriptor the descriptor. Closing it ends the registration. One that is shared is closed through its {@link
     *     Registration#source()}, or after its registration
     * @param interest what to wait for
     * @param mode when to report it
     * @param callback what to call, on the loop's thread
     * @return the registration, whose source is a {@link DescriptorSource}
     * @throws UnsupportedOperationException without {@link Capability#DESCRIPTORS}
     * @throws IllegalArgumentException if the descriptor is of another system than this backend's
     * @throws IllegalStateException if it is registered with this port already
     * @throws java.nio.channels.ClosedChannelException if the descriptor or this port is closed
     * @throws IOException EPERM if it cannot be polled, as a regular file cannot, and the other errors of epoll_ctl(2). Nothing
     *     is left behind then
     */
    Registration register(OpenDescriptor descriptor, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException;

    /**
     * Registers any descriptor that can be polled, by its number. On epoll only. The number is borrowed: Pollux does not close
     * it.
     *
     * <pre>{@code
     * int fd = camera.descriptor(); // of somebody else's library
     * Registration frames =
     *         port.register(fd, Interest.READ, TriggerMode.LEVEL, (registration, readiness) -> camera.readFrame());
     * frames.close(); // before the library closes the descriptor
     * }</pre>
     *
     * @param fd the descriptor, not negative. Close its registration before it is closed
     * @param interest what to wait for
     * @param mode when to report it
     * @param callback what to call, on the loop's thread
     * @return the registration, whose source is a {@link DescriptorSource}
     * @throws UnsupportedOperationException without {@link Capability#DESCRIPTORS}
     * @throws IllegalStateException if it is registered with this port already
     * @throws java.nio.channels.ClosedChannelException if this port is closed
     * @throws IOException EPERM if it cannot be polled, as a regular file cannot, EBADF if it is not open, and the other errors
     *     of epoll_ctl(2). Nothing is left behind then
     */
    Registration register(int fd, Interest interest, TriggerMode mode, ReadinessCallback callback) throws IOException;

    /**
     * Applies the changes of interest, waits until something is ready, and calls the callbacks. Returns early if it is woken up.
     *
     * <p>Only from the loop's thread. The port of a {@link ReadinessDispatcher} is polled by that and by nobody else.
     *
     * @param timeoutNanos how long to wait at most. 0 does not wait, a negative value waits for ever
     * @return the number of callbacks that were called. It is 0 if the time is up, if it was woken up, or on nio if the thread is
     *     interrupted
     * @throws IllegalStateException if it is called from a callback, or by two threads at once
     * @throws java.nio.channels.ClosedChannelException if the port is closed, before or meanwhile
     * @throws IOException if the system refuses
     */
    int poll(long timeoutNanos) throws IOException;

    /**
     * Applies the changes of interest and waits until something is ready, but calls no callback: {@link #deliver()} does. It is for
     * somebody else's event loop, which has a step of its own between the two. {@link #poll} does both in one.
     *
     * <p>What is ready and was not delivered yet is told again, without a wait. What is closed before it is delivered is not
     * delivered.
     *
     * <p>Only from the loop's thread.
     *
     * <pre>{@code
     * int ready = canSleep() ? port.await(nanosToNextTimer()) : port.await(0);
     * beforeEvents();
     * if (ready > 0) {
     *     port.deliver();
     * }
     * runTasks();
     * }</pre>
     *
     * @param timeoutNanos as in {@link #poll}
     * @return how many are ready. It is 0 if the time is up, if it was woken up, or on nio if the thread is interrupted. It may
     *     count a wakeup, too: {@link #deliver()} tells how many callbacks there were
     * @throws IllegalStateException if it is called from a callback, or by two threads at once
     * @throws java.nio.channels.ClosedChannelException if the port is closed, before or meanwhile
     * @throws IOException if the system refuses
     */
    int await(long timeoutNanos) throws IOException;

    /**
     * Calls the callbacks of what the last {@link #await} found.
     *
     * <p>Only from the loop's thread.
     *
     * @return the number of callbacks that were called. It is 0 if nothing was found, or if the port is closed
     * @throws IllegalStateException if it is called from a callback, or by two threads at once
     */
    int deliver();

    /**
     * Ends the wait under way, or the next one. Costs a system call only if the port is really waiting. Many wakeups before a
     * wait are one. After {@link #close()} it does nothing.
     *
     * <p>May be called from any thread.
     */
    void wakeup();

    /** {@return false once it was closed} */
    boolean isOpen();

    /**
     * Closes the port and every registration, but not what was registered. A wait under way ends with a {@link
     * java.nio.channels.ClosedChannelException}. A second call does nothing.
     *
     * <p>May be called from any thread. Another thread may call a method at the same time. It then either works, and its
     * registration is closed, or it throws that the port is closed. If the port is a {@link ReadinessDispatcher}'s, connects under way fail
     * with a {@link java.nio.channels.ClosedChannelException}, on the thread that closes.
     */
    @Override
    void close();
}
