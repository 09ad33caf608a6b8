package dev.pollux;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.linux.BusyPoll;
import dev.pollux.windows.Iocp;
import dev.pollux.windows.Overlapped;
import dev.pollux.windows.OverlappedFile;
import dev.pollux.windows.OverlappedPool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ShutdownChannelGroupException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Does reads, writes, accepts and connects, and calls their callbacks when they are done: Windows's I/O completion port
 * (IOCP). A {@link Dispatcher} may drive it ({@link Dispatcher#over}), or several threads may {@link #poll} it at once: each
 * completion goes to one of them.
 *
 * <p>All methods may be called from any thread.
 */
public final class CompletionPort extends LoopPort {
    // What a packet is, by its completion key. A block of the pool comes with the first two.
    private static final long OPERATION = 1;
    private static final long COMPLETED_AT_ONCE = 2; // on a thread that does not poll: sent to one that does
    private static final long WAKEUP = 3;

    /** Made in time: without memory, not even an exception can be. */
    private static final IOException NO_MEMORY = new IOException("no memory to take over an operation's result");

    /** How many operations a turn cancels whose time is up: each is a system call. Those that are left come in the next. */
    private static final int MAX_DEADLINES = DispatcherBuilder.DEFAULT_MAX_PER_TURN;

    private static final long CLOSE_ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Selection selection;
    private final Iocp iocp;
    final OverlappedPool pool;
    private final PostRetry posts;
    private final CompletionWakeup wakeup;
    private final CompletionChannels channels = new CompletionChannels();
    private final CompletionTurns turns = new CompletionTurns();
    private final CompletionTurn closersTurn = new CompletionTurn(); // made in time: a close needs no memory
    private final AtomicInteger untold = new AtomicInteger(); // submissions whose callback has not returned
    final Timers deadlines;

    private volatile boolean closing; // set under this object's lock

    private CompletionPort(Selection selection, int concurrency) throws IOException {
        this.selection = selection;
        iocp = Iocp.create(concurrency);
        try {
            pool = OverlappedPool.create();
        } catch (Throwable e) {
            iocp.close();
            throw e;
        }
        posts = new PostRetry(iocp::post);
        wakeup = new CompletionWakeup(() -> {
            counters.addShared(LoopCounters.WAKEUPS_SENT, 1);
            posts.post(WAKEUP, 0);
        });
        deadlines = new Timers(wakeup);
    }

    /**
     * Opens a port that lets as many threads run at once as there are processors.
     *
     * @return the port
     * @throws IOException if the system refuses, for lack of handles for instance
     * @throws UnsupportedOperationException if there is no completion port here, with the reason
     */
    public static CompletionPort open() throws IOException {
        return open(0);
    }

    /**
     * Opens a port.
     *
     * @param concurrency how many of the threads that poll it the system lets run at once: it wakes no further one before
     *     one of these waits again or blocks; 0 for the number of processors
     * @return the port
     * @throws IllegalArgumentException if the concurrency is negative
     * @throws IOException if the system refuses
     * @throws UnsupportedOperationException if there is no completion port here, with the reason
     */
    public static CompletionPort open(int concurrency) throws IOException {
        if (concurrency < 0) {
            throw new IllegalArgumentException(
                    "concurrency " + concurrency + ": not within 0 and " + Integer.MAX_VALUE);
        }
        return new CompletionPort(Selection.completion(), concurrency);
    }

    /** {@return the backend that it runs on} */
    @Override
    public Backend backend() {
        return selection.backend();
    }

    /** {@return in one line what it runs on, and why} */
    @Override
    public String describe() {
        return selection.describe();
    }

    /**
     * Opens a listener that is not bound: for options. Then {@link CompletionListener#bind bind} it.
     *
     * @return the listener
     * @throws IOException if the system refuses
     */
    public CompletionListener openListener() throws IOException {
        return CompletionListener.open(this);
    }

    /**
     * Listens on an address and accepts what comes, with several accepts pending at a time.
     *
     * @param address the local address; port 0 lets the system choose one. No other socket can take it while this one has
     *     it (SO_EXCLUSIVEADDRUSE)
     * @param callback takes the connections
     * @return the listener; closing it ends the accepting
     * @throws java.net.BindException if the address is in use or not this machine's
     * @throws IOException if the system refuses for another reason
     */
    public CompletionListener listen(InetSocketAddress address, ConnectionCallback callback) throws IOException {
        Objects.requireNonNull(callback, "callback");
        CompletionListener listener = openListener();
        try {
            listener.bind(address, CompletionListener.MAX_BACKLOG);
            listener.acceptAll(callback);
            return listener;
        } catch (Throwable e) {
            listener.close();
            throw e;
        }
    }

    /**
     * Makes an operation that connects to a peer.
     *
     * @param remote the peer's address
     * @return the operation; to be told its {@link Operation#onCompletion}, then submitted
     */
    public ConnectOperation connect(InetSocketAddress remote) {
        return new ConnectOperation(this, remote);
    }

    /**
     * As {@link #connect(InetSocketAddress)}, with its callback.
     *
     * @param remote the peer's address
     * @param callback takes the connection
     * @return the operation, to be submitted
     */
    public ConnectOperation connect(InetSocketAddress remote, CompletionCallback<ConnectOperation> callback) {
        return connect(remote).onCompletion(callback);
    }

    /**
     * Opens a socket for datagrams.
     *
     * @param local its address; port 0 lets the system choose one; the wildcard takes IPv4 and IPv6
     * @return the socket
     * @throws java.net.BindException if the address is in use or not this machine's
     * @throws IOException if the system refuses for another reason
     */
    public CompletionDatagramSocket openDatagram(InetSocketAddress local) throws IOException {
        CompletionDatagramSocket socket = CompletionDatagramSocket.open(this, local);
        try {
            socket.bind(local);
            return socket;
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Opens a socket for datagrams of IPv4 and IPv6 that is not bound: for options. Then {@link CompletionDatagramSocket#bind
     * bind} it.
     *
     * @return the socket
     * @throws IOException if the system refuses
     */
    public CompletionDatagramSocket openDatagram() throws IOException {
        return CompletionDatagramSocket.open(this, new InetSocketAddress(0));
    }

    /**
     * Opens a file to be sent by {@link CompletionSocket#sendFile}.
     *
     * @param path the file
     * @return the file, which stays open if the port is closed
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws ClosedChannelException if the port is closed
     * @throws IOException if the system refuses for another reason
     */
    public FileSource openFile(Path path) throws IOException {
        if (closing) {
            throw new ClosedChannelException();
        }
        return new IocpFileSource(OverlappedFile.open(path));
    }

    /**
     * Makes a completion of the program's own.
     *
     * @return the packet, to be submitted
     */
    public PostOperation post() {
        return new PostOperation(this);
    }

    /**
     * As {@link #post()}, with its callback.
     *
     * @param callback what to call; its result is {@link PostOperation#data()}
     * @return the operation, to be submitted
     */
    public PostOperation post(CompletionCallback<PostOperation> callback) {
        return post().onCompletion(callback);
    }

    /**
     * Waits until something is done, and calls the callbacks. Returns early if it is woken up, or for an operation's deadline.
     *
     * @param timeoutNanos how long to wait at most, in the system's steps of a millisecond, never less; 0 does not wait, a
     *     negative value waits for ever
     * @return the number of callbacks that were called; 0 if it returned without
     * @throws IllegalStateException if it is called from a callback
     * @throws ClosedChannelException if the port is closed, before or meanwhile
     * @throws IOException if the system refuses
     */
    @Override
    public int poll(long timeoutNanos) throws IOException {
        CompletionTurn turn = turns.getOrMake();
        turn.begin();
        try {
            fireDeadlines();
            int delivered = deliverAtOnce(turn);
            delivered += deliver(turn, await(turn, delivered > 0 ? 0 : timeoutNanos));
            counters.addShared(
                    delivered > 0 ? LoopCounters.EVENTS : LoopCounters.EMPTY_RETURNS, Math.max(delivered, 1));
            return delivered;
        } finally {
            if (turn.end()) { // a callback has closed the port
                drain(turn);
            }
        }
    }

    private void fireDeadlines() {
        if (deadlines.isEmpty()) {
            return;
        }
        long nowNanos = System.nanoTime();
        LoopTimer timer;
        for (int i = 0; i < MAX_DEADLINES && (timer = deadlines.takeExpired(nowNanos)) != null; i++) {
            try {
                timer.task.run();
            } catch (Throwable e) {
                report(null, e);
            }
        }
    }

    /** Spins as the strategy says, then sleeps, unless it is woken; returns how many are done. */
    private int await(CompletionTurn turn, long timeoutNanos) throws IOException {
        boolean maySleep = timeoutNanos != 0;
        long spinNanos = maySleep ? waitStrategy.spinNanos() : 0;
        long spunNanos = 0;
        if (spinNanos != 0) {
            long limitNanos = deadlines.nanosToWait(timeoutNanos);
            long startNanos = System.nanoTime();
            do {
                int count = awaitAndCount(turn, 0);
                spunNanos = System.nanoTime() - startNanos;
                if (count > 0 || wakeup.takeWoken() || limitNanos >= 0 && spunNanos >= limitNanos) {
                    return count;
                }
                Thread.onSpinWait();
            } while (spunNanos < spinNanos);
        }
        turn.slept = maySleep && wakeup.beforeWait();
        try {
            // Asked only once this thread counts as asleep: who schedules an earlier one from then on wakes it.
            long remainingNanos = timeoutNanos <= 0 ? timeoutNanos : timeoutNanos - spunNanos;
            return awaitAndCount(turn, turn.slept ? deadlines.nanosToWait(remainingNanos) : 0);
        } finally {
            wakeup.afterWait(maySleep);
        }
    }

    private int awaitAndCount(CompletionTurn turn, long timeoutNanos) throws IOException {
        counters.addShared(LoopCounters.WAITS, 1);
        long startNanos = watch.begin();
        int count = iocp.await(turn.completions, timeoutNanos);
        watch.endWait(startNanos, count);
        return count;
    }

    private int deliver(CompletionTurn turn, int count) {
        int delivered = 0;
        for (int i = 0; i < count; i++) {
            try {
                delivered += deliver(turn, turn.completions.key(i), turn.completions.overlappedAddress(i));
            } catch (Throwable e) { // not this one's alone: the others of the batch still have to be told
                failures.tell(null, e);
            }
            delivered += deliverAtOnce(turn);
        }
        return delivered;
    }

    private int deliver(CompletionTurn turn, long key, long overlappedAddress) {
        if (key == WAKEUP) {
            wakeup.dequeued(turn.slept);
            return 0;
        }
        Overlapped block = pool.find(overlappedAddress);
        if (key == OPERATION) {
            block.completed();
        }
        Operation<?> operation = (Operation<?>) block.attachment();
        if (operation == null) { // given up, see Operation.end
            block.release();
            return 0;
        }
        return finish(operation);
    }

    /** What was submitted on this thread and was done at once. */
    private int deliverAtOnce(CompletionTurn turn) {
        int delivered = 0;
        for (Operation<?> done = turn.take(); done != null; done = turn.take()) {
            try {
                delivered += finish(done);
            } catch (Throwable e) {
                failures.tell(null, e);
            }
        }
        return delivered;
    }

    /** Takes an operation's result, gives its block back, and tells; returns how many callbacks were called. */
    private int finish(Operation<?> operation) {
        operation.completing();
        long result = 0;
        IOException failure = null;
        try {
            result = operation.result();
            if (result == Operation.UNFINISHED) {
                operation.block.reset();
                start(operation, operation.resume());
                return 0;
            }
        } catch (IOException e) {
            failure = e;
        } catch (Throwable e) { // the program has changed a buffer meanwhile; or there is no memory for an exception
            failure = unexpected(e);
        }
        long startNanos = watch.begin();
        try {
            operation.end(failure == null);
        } catch (Throwable e) {
            report(operation.source(), e);
        }
        try {
            operation.tell(result, failure);
        } catch (Throwable e) {
            if (!(e instanceof ShutdownChannelGroupException && closing)) { // a loop that submits and submits
                report(operation.source(), e);
            }
        } finally {
            untold.decrementAndGet();
        }
        watch.endCallback(startNanos, operation, operation.source());
        return 1;
    }

    private static IOException unexpected(Throwable thrown) {
        try {
            return new IOException("an operation's result can't be taken over", thrown);
        } catch (OutOfMemoryError e) {
            return NO_MEMORY;
        }
    }

    /** Called by {@link Operation#submit()}. */
    void submit(Operation<?> operation) {
        long number = operation.begin();
        boolean counted = false;
        try {
            if (operation instanceof ConnectOperation connect) {
                connect.setUp(); // not counted yet: the program may close the port there, which waits for what is
            }
            untold.incrementAndGet();
            counted = true;
            if (closing) { // asked after the count: either close sees the count, or this its beginning
                throw new ShutdownChannelGroupException();
            }
            Overlapped block = pool.acquire();
            block.attach(operation);
            operation.prepare(block);
            start(operation, number);
        } catch (Throwable e) {
            try {
                operation.end(false);
            } finally {
                if (counted) {
                    untold.decrementAndGet();
                }
            }
            throw e;
        }
    }

    /** From the call on, another thread may have dequeued the completion, and submitted the operation again. */
    private void start(Operation<?> operation, long stamp) {
        int result;
        try {
            result = operation.start(operation.block);
        } catch (ClosedChannelException e) {
            // It was open when the operation was submitted.
            operation.startFailure = OperationState.isResumed(stamp) ? new AsynchronousCloseException() : e;
            result = Overlapped.DONE;
        } catch (IOException e) {
            operation.startFailure = e;
            result = Overlapped.DONE;
        }
        if (result == Overlapped.PENDING) {
            operation.submitted(stamp);
            return;
        }
        operation.startError = -result;
        CompletionTurn turn = turns.get();
        if (turn == null || !turn.takes(operation)) {
            posts.post(COMPLETED_AT_ONCE, operation.block.address());
        }
    }

    int startPacket(Overlapped block) throws IOException {
        iocp.post(0, OPERATION, block);
        return Overlapped.PENDING;
    }

    /** Called by an operation that can't complete meanwhile. */
    void cancel(Operation<?> operation) {
        CompletionChannel channel = operation.source();
        if (channel != null) {
            channel.cancel(operation.block);
        }
    }

    CompletionSocket openSocket(InetSocketAddress remote) throws IOException {
        return CompletionSocket.open(this, remote);
    }

    /** Makes a channel's completions come here, and has it closed with the port. */
    void add(CompletionChannel channel) throws IOException {
        iocp.associate(channel.handle(), OPERATION);
        if (!channels.add(channel) || closing) {
            channel.close();
            throw new ClosedChannelException();
        }
    }

    void remove(CompletionChannel channel) {
        channels.remove(channel);
    }

    void report(Channel source, Throwable failure) {
        failures.tell(source, failure);
    }

    /**
     * Makes a wait under way, or the next one, return. Costs a system call only if a thread is really waiting; many
     * wakeups before a wait are one. After close it does nothing.
     */
    @Override
    public void wakeup() {
        wakeup.wakeup();
    }

    @Override
    long wakeupsAsked() {
        return wakeup.asked();
    }

    @Override
    void maxEvents(int count) {
        // CompletionTurn has the bounds.
    }

    @Override
    void busyPoll(BusyPoll parameters) {
        throw new UnsupportedOperationException("busy-poll parameters are not available on backend " + backend());
    }

    @Override
    boolean isGrown() {
        return pool.isGrown();
    }

    @Override
    void trim() {
        pool.trim();
    }

    @Override
    int sourceCount() {
        return channels.count();
    }

    /** {@return false once {@link #close()} was called} */
    public boolean isOpen() {
        return !closing;
    }

    boolean isClosing() {
        return closing;
    }

    /** {@return how many operations are submitted whose callback has not returned} */
    public int pendingOperations() {
        return untold.get();
    }

    /**
     * Closes the port and all of its sockets: cancels what is pending, calls every callback (on this thread and those that
     * poll), and then frees everything. Called from a callback, it does so once that thread's {@link #poll} is at its end.
     * Ends the waits under way with a {@link ClosedChannelException}. A second call does nothing.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
        }
        CompletionTurn turn = turns.get();
        if (turn != null && turn.drainAtEnd()) {
            return;
        }
        try {
            turns.set(closersTurn); // so that a callback which polls is refused, as ever
        } catch (OutOfMemoryError e) {
            // It is not, then.
        }
        closersTurn.begin();
        drain(closersTurn);
    }

    @Override
    void closeWithSources(Throwable cause) {
        close();
    }

    /** Returns false if there is no sense in going on. */
    private boolean drainSome(CompletionTurn turn) {
        try {
            deliverAtOnce(turn);
            deliver(turn, iocp.await(turn.completions, CLOSE_ROUND_NANOS));
        } catch (IOException e) { // then what is not dequeued is never freed either
            report(null, e);
            return false;
        } catch (Throwable e) { // no memory: what is pending is told as soon as there is some
            if (!turn.failed) {
                turn.failed = true; // once: this comes round a hundred times a second
                report(null, e);
            }
            LockSupport.parkNanos(CLOSE_ROUND_NANOS);
        }
        return true;
    }

    /** What the kernel may still write to is freed only after its completion was dequeued. */
    private void drain(CompletionTurn turn) {
        try {
            channels.closeAll(failures);
            while (untold.get() > 0 && drainSome(turn)) {
                // until all are told
            }
        } finally {
            try {
                iocp.close();
            } finally {
                pool.close();
                turns.clear();
            }
        }
    }

    @Override
    public String toString() {
        return "CompletionPort[" + backend() + " by " + BindingRegistry.chosen() + (closing ? ", closed]" : "]");
    }
}
