package dev.pollux.completion;

import dev.pollux.Backend;
import dev.pollux.ErrorHandler;
import dev.pollux.internal.wiring.Wiring;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.system.OpenDescriptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/**
 * Does reads, writes, accepts and connects, and calls their callbacks when they are complete: on Windows by an I/O completion
 * port (IOCP), on Linux by io_uring.
 *
 * <pre>{@code
 * try (CompletionPort port = CompletionPort.open()) {
 *     port.listen(new InetSocketAddress(8080), socket -> serve(socket));
 *     while (port.isOpen()) {
 *         port.poll(-1);
 *     }
 * }
 * }</pre>
 *
 * <p>A {@link CompletionDispatcher} may drive it, which adds tasks and timers. Several threads may {@link
 * #poll} it at once: each completion goes to one of them. Another library's event loop calls {@link #await} where it
 * would wait, and {@link #deliver} where it handles what is ready. Its {@code wakeup} calls {@link #wakeup}.
 *
 * <p>All methods may be called from any thread. Only Pollux implements this interface.
 */
public interface CompletionPort extends AutoCloseable {

    /**
     * Opens a port that lets as many threads run at once as there are processors.
     *
     * @return the port
     * @throws IOException if the system refuses, for lack of handles for instance
     * @throws UnsupportedOperationException if there is no completion port here, with the reason
     */
    static CompletionPort open() throws IOException {
        return builder().open();
    }

    /**
     * Opens a port.
     *
     * @param concurrency how many of the threads that poll it the system lets run at once, as {@link
     *     CompletionPortBuilder#concurrency} takes it
     * @return the port
     * @throws IllegalArgumentException if the concurrency is negative
     * @throws IOException if the system refuses
     * @throws UnsupportedOperationException if there is no completion port here, with the reason
     */
    static CompletionPort open(int concurrency) throws IOException {
        return builder().concurrency(concurrency).open();
    }

    /** {@return a builder, for what differs from the defaults} */
    static CompletionPortBuilder builder() {
        return Wiring.make(CompletionPortBuilder.class);
    }

    /** {@return the backend that it runs on} */
    Backend backend();

    /** {@return in one line what it runs on, and why, and which version of Pollux it is} */
    String describe();

    /**
     * Sets who learns of what callbacks throw, and of what the port could not do. {@link ErrorHandler#CLOSE_AND_LOG} at first.
     *
     * @param handler the handler
     */
    void errorHandler(ErrorHandler handler);

    /**
     * Opens a listener that is not bound, so that options can be set. Then {@link CompletionListener#bind bind} it.
     *
     * @return the listener
     * @throws ClosedChannelException if the port is closed
     * @throws IOException if the system refuses
     */
    CompletionListener openListener() throws IOException;

    /**
     * Listens on an address and accepts what comes, with several accepts pending at a time.
     *
     * @param address the local address. Port 0 lets the system choose one. No other socket can take it while this one has
     *     it (SO_EXCLUSIVEADDRUSE)
     * @param callback takes the connections
     * @return the listener. Closing it ends the accepting
     * @throws java.net.BindException if the address is in use or not this machine's
     * @throws IOException if the system refuses for another reason
     */
    default CompletionListener listen(InetSocketAddress address, CompletionAcceptCallback callback) throws IOException {
        return listen(address, (StreamCallback<AcceptStream, CompletionSocket>) callback);
    }

    /**
     * Listens as {@link #listen(InetSocketAddress, CompletionAcceptCallback)} does, for a program that stops or suspends the
     * accepting: its callback gets the stream, too.
     *
     * <pre>{@code
     * port.listen(address, (accepting, socket) -> {
     *     serve(socket);
     *     if (port.pendingOperations() > 10_000) {
     *         accepting.pause(); // until resume()
     *     }
     * });
     * }</pre>
     *
     * @param address the local address. Port 0 lets the system choose one
     * @param callback takes the connections
     * @return the listener. Closing it ends the accepting
     * @throws java.net.BindException if the address is in use or not this machine's
     * @throws IOException if the system refuses for another reason
     */
    CompletionListener listen(InetSocketAddress address, StreamCallback<AcceptStream, CompletionSocket> callback)
            throws IOException;

    /**
     * Makes an operation that connects to a peer.
     *
     * @param remote the peer's address
     * @return the operation. Tell it its {@link Operation#onCompletion}, then submit it
     */
    ConnectOperation connect(InetSocketAddress remote);

    /**
     * Makes an operation as {@link #connect(InetSocketAddress)} does, with its callback.
     *
     * @param remote the peer's address
     * @param callback takes the connection
     * @return the operation, to be submitted
     */
    default ConnectOperation connect(InetSocketAddress remote, CompletionCallback<ConnectOperation> callback) {
        return connect(remote).onCompletion(callback);
    }

    /**
     * Takes over a TCP socket that exists already: one that another process or library has opened.
     *
     * @param handle the system's number of it: on Windows a SOCKET that was opened for overlapped use, on Linux a descriptor,
     *     which is made non-blocking. It belongs to this
     *     port from now on, unless this method fails
     * @return the socket
     * @throws IllegalArgumentException if it is another kind of socket
     * @throws ClosedChannelException if the port is closed. If that happens meanwhile, the socket is closed with it
     * @throws IOException if the system refuses, for instance because the socket belongs to another port already
     */
    CompletionSocket adoptSocket(long handle) throws IOException;

    /**
     * Takes a connection that the program has opened on the direct floor, and that stays the program's: for a library whose sockets
     * move from loop to loop. The program sets options by its own object. It transfers nothing by it while this one is open.
     *
     * <p>To give the connection up, {@linkplain CompletionSocket#close() close} what this method returns. What is pending ends, and the
     * connection stays. Wait for the last callback before it goes to another port. To end the connection, close the program's object,
     * and then this one. The system closes it when what is pending has ended. The port's close gives it up.
     *
     * <pre>{@code
     * CompletionSocket here = port.adoptSocket(connected); // a LinuxStreamSocket, which stays the program's
     * }</pre>
     *
     * <p>On {@link Backend#IOCP} a socket never leaves its port, for as long as the system has it. One that was given up can come
     * back to the same port, and to no other.
     *
     * @param socket a {@link dev.pollux.linux.LinuxStreamSocket}, or on {@link Backend#IOCP} a {@link
     *     dev.pollux.windows.WinsockStreamSocket}. If it is not connected, {@link CompletionSocket#connect} is next
     * @return the socket
     * @throws IllegalArgumentException if it is something else
     * @throws UnsupportedOperationException if the backend has no descriptors: {@link Backend#EMULATED} on {@link Backend#NIO}
     * @throws ClosedChannelException if the port or the socket is closed
     * @throws IOException if the system refuses, for instance because the socket has belonged to another port of IOCP's
     */
    CompletionSocket adoptSocket(OpenDescriptor socket) throws IOException;

    /**
     * Takes a listener that the program has opened on the direct floor, and that stays the program's, as {@link
     * #adoptSocket(OpenDescriptor)} takes a connection. To give it up, close what this method returns. To end it, close the
     * program's object, too.
     *
     * <pre>{@code
     * port.adoptListener(listening).acceptStream((stream, accepted) -> serve(accepted)).submit();
     * }</pre>
     *
     * @param listener a {@link dev.pollux.linux.LinuxStreamListener} that listens, or on {@link Backend#IOCP} a {@link
     *     dev.pollux.windows.WinsockStreamListener} that does
     * @return the listener
     * @throws IllegalArgumentException if it is something else
     * @throws UnsupportedOperationException if the backend has no descriptors: {@link Backend#EMULATED} on {@link Backend#NIO}
     * @throws ClosedChannelException if the port or the listener is closed
     * @throws IOException if the system refuses, for instance because the listener has belonged to another port of IOCP's
     */
    CompletionListener adoptListener(OpenDescriptor listener) throws IOException;

    /**
     * Opens a socket for datagrams.
     *
     * @param local its address. Port 0 lets the system choose one. The wildcard takes IPv4 and IPv6
     * @return the socket
     * @throws java.net.BindException if the address is in use or not this machine's
     * @throws IOException if the system refuses for another reason
     */
    CompletionUdpSocket openUdpSocket(InetSocketAddress local) throws IOException;

    /**
     * Opens a socket for datagrams of IPv4 and IPv6 that is not bound, so that options can be set. Then {@link
     * CompletionUdpSocket#bind bind} it.
     *
     * @return the socket
     * @throws IOException if the system refuses
     */
    CompletionUdpSocket openUdpSocket() throws IOException;

    /**
     * Takes a socket for datagrams that the program has opened on the direct floor, and that stays the program's, as {@link
     * #adoptSocket(OpenDescriptor)} takes a connection. The program sets options and the socket's peer by its own object. To give it up,
     * close what this method returns. To end it, close the program's object, too.
     *
     * <pre>{@code
     * CompletionUdpSocket here = port.adoptUdpSocket(datagrams); // a WinsockDatagramSocket, which stays the program's
     * }</pre>
     *
     * @param socket on {@link Backend#IOCP} a {@link dev.pollux.windows.WinsockDatagramSocket}. To receive, it must be bound
     * @return the socket
     * @throws IllegalArgumentException if it is something else
     * @throws UnsupportedOperationException on all backends but {@link Backend#IOCP}, so far
     * @throws ClosedChannelException if the port or the socket is closed
     * @throws IOException if the system refuses, for instance because the socket has belonged to another port of IOCP's
     */
    CompletionUdpSocket adoptUdpSocket(OpenDescriptor socket) throws IOException;

    /**
     * Opens a file, to read and write it and to send it by {@link CompletionSocket#sendFile}. It must be a regular file or a block
     * device, because a read of a pipe or a terminal might never end.
     *
     * @param path the file
     * @param options {@link java.nio.file.StandardOpenOption} READ, WRITE, CREATE, CREATE_NEW, TRUNCATE_EXISTING, SPARSE, SYNC and
     *     DSYNC, as {@link java.nio.channels.FileChannel#open} has them, and {@link FileOption}. Without any, it is read
     * @return the file, which is closed with the port
     * @throws java.nio.file.NoSuchFileException if there is none, and none is to be made
     * @throws java.nio.file.FileAlreadyExistsException if there is one, and CREATE_NEW is among the options
     * @throws java.nio.file.AccessDeniedException if it may not be opened so
     * @throws UnsupportedOperationException if one of the options is another one. APPEND is: each write has its position here
     * @throws ClosedChannelException if the port is closed
     * @throws IOException if the system refuses for another reason
     */
    CompletionFile openFile(Path path, OpenOption... options) throws IOException;

    /**
     * Makes a completion of the program's own.
     *
     * @return the operation, to be submitted
     */
    PostOperation post();

    /**
     * Makes an operation as {@link #post()} does, with its callback.
     *
     * @param callback what to call. Its result is {@link PostOperation#data()}
     * @return the operation, to be submitted
     */
    default PostOperation post(CompletionCallback<PostOperation> callback) {
        return post().onCompletion(callback);
    }

    /**
     * Returns a readiness port that this port's waits serve: whoever polls this port, a {@link CompletionDispatcher} for instance,
     * calls the callbacks of both. Nobody polls or closes the readiness port itself. It is closed with this one.
     *
     * <pre>{@code
     * CompletionDispatcher loop = CompletionDispatcher.open();
     * ReadinessPort readiness = loop.port().readinessPort();
     * readiness.register(channel, Interest.READ, TriggerMode.LEVEL, (registration, ready) -> log(ready));
     * loop.run();
     * }</pre>
     *
     * @return the readiness port, the same each time
     * @throws UnsupportedOperationException on IOCP, if no one thread was {@linkplain
     *     CompletionPortBuilder#singleThreaded promised}, or if there is no {@link Backend#AFD}. {@link CompletionPortBuilder#within} is
     *     the other way
     * @throws ClosedChannelException if the port is closed
     * @throws IOException if the system refuses
     */
    ReadinessPort readinessPort() throws IOException;

    /**
     * Waits until something is complete, and calls the callbacks. Returns early if it is woken up, or for an operation's
     * deadline.
     *
     * @param timeoutNanos how long to wait at most, in the system's steps, which are a millisecond on Windows. Never less
     *     than that. 0 does not wait, a negative value waits for ever
     * @return the number of callbacks that were called, or 0 if it returned without
     * @throws IllegalStateException if it is called from a callback
     * @throws ClosedChannelException if the port is closed, before or meanwhile
     * @throws IOException if the system refuses
     */
    int poll(long timeoutNanos) throws IOException;

    /**
     * Waits as {@link #poll} does, and calls no callback: for an event loop of another library's, which says before a wait
     * that it sleeps, and after the wait that it is awake. The same thread calls {@link #deliver} next. What it was given
     * and has not delivered comes first: then this method does not wait.
     *
     * <p>There are two cases in which it calls callbacks. Another thread closes a port of {@linkplain
     * CompletionPortBuilder#singleThreaded one thread} meanwhile. Then this method ends the port, as its close would. It calls the
     * callbacks of all that is pending, and throws. And on {@link Backend#EMULATED} the wait is that of {@link
     * #readinessPort()}. It calls the callbacks of what the program has registered there. Those of operations wait for {@link #deliver}
     * there, too.
     *
     * <pre>{@code
     * loop.asleep();
     * int ready;
     * try {
     *     ready = port.await(loop.mayBlock() ? loop.nanosUntilNextTask() : 0);
     * } finally {
     *     loop.awake();
     * }
     * port.deliver();
     * }</pre>
     *
     * @param timeoutNanos as in {@link #poll}
     * @return how many completions this thread has to deliver, or 0 if there are none
     * @throws IllegalStateException if it is called from a callback
     * @throws ClosedChannelException if the port is closed, before or meanwhile
     * @throws IOException if the system refuses
     */
    int await(long timeoutNanos) throws IOException;

    /**
     * Calls the callbacks of what {@link #await} has given to this thread. It does not wait, and asks the system for nothing.
     * A port that another thread closes waits for this call.
     *
     * @return the number of callbacks that were called
     * @throws IllegalStateException if it is called from a callback
     */
    int deliver();

    /**
     * Makes a wait under way, or the next one, return. It costs a system call only if a thread is really waiting. Many
     * wakeups before a wait are one. After a close it does nothing.
     */
    void wakeup();

    /** {@return false once {@link #close()} was called} */
    boolean isOpen();

    /** {@return how many operations are submitted whose callback has not returned} */
    int pendingOperations();

    /**
     * Closes the port with all of its sockets and files. It cancels what is pending, calls every callback (on this thread and those
     * that poll), and then frees everything. Called from a callback, it does so once that thread's {@link #poll} is at its
     * end. It ends the waits under way with a {@link ClosedChannelException}. A second call does nothing.
     *
     * <p>When it returns, all that is done, with two exceptions. From a callback, it is done later. A {@linkplain
     * CompletionPortBuilder#singleThreaded single-threaded} port on io_uring is ended by its own thread. If that thread is in a
     * poll, this call waits for it. If not, it returns at once, and the thread's next poll ends the port: sockets are open until
     * then. {@link CompletionDispatcher#close()} of a loop that runs waits until the loop has ended its port. Close a loop that does
     * not run on the thread that ran it.
     */
    @Override
    void close();
}
