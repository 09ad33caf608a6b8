package dev.pollux;

import dev.pollux.internal.socket.Refusals;
import dev.pollux.internal.text.Durations;
import dev.pollux.system.OpenDescriptor;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * A loop: one thread that waits on one port, calls the callbacks of what is ready, runs tasks that other threads hand it,
 * and fires timers.
 *
 * <p>The thread is the caller's: the one that calls {@link #run()}, or {@link #runOnce} again and again. Callbacks, tasks
 * and timers run on it, so they may not block. All methods may be called from any thread. After {@link #close()}, what
 * was accepted before and is still to be run or told is run and told on the thread that closes.
 *
 * <p>Each turn delivers a batch of events, then runs tasks that were there when it began to, then fires timers that were due
 * then: {@value DispatcherBuilder#DEFAULT_MAX_PER_TURN} of each at most, unless the {@link #builder() builder} is told
 * otherwise. What is left comes first in the next turn, so none of the three can starve the others. A timer fires at most
 * once a turn. The bounds are numbers, not times: a thousand callbacks of a millisecond each are a turn of a second.
 *
 * <p>What a burst of tasks, timers or writes has made grow is given back when it was not used for a second. Until that is done,
 * an idle loop wakes once a second.
 */
public final class Dispatcher implements Executor, AutoCloseable {
    private static final int MAX_FAILED_TURNS = 100;
    private static final long FAILED_TURN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final DispatcherBuilder settings;
    private final LoopPort port;
    private final CallbackWatch watch;
    final TaskQueue tasks;
    final Timers timers;
    final Surplus surplus;
    private final PendingFutures futures = new PendingFutures();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Object runLock = new Object(); // held while the loop turns
    final ReserveDescriptor reserve = new ReserveDescriptor();

    private volatile boolean stopping;
    private volatile boolean closed; // set under this object's lock
    private volatile Throwable failure; // what the loop died of; written before closed
    private boolean tornDown; // guarded by runLock
    private volatile boolean halfTornDown; // the last attempt threw something: another close goes on
    private int failedTurns; // in a row, for lack of a class; guarded by runLock
    private volatile Thread loopThread; // changed under this object's lock

    Dispatcher(DispatcherBuilder builder) throws IOException {
        settings = builder.copy();
        port = settings.port != null
                ? settings.port
                : Selection.decide(settings.backend).open();
        watch = new CallbackWatch(port.counters, settings, this);
        Waker waker = new Waker();
        tasks = new TaskQueue(waker);
        timers = new Timers(waker);
        surplus = new Surplus(tasks, timers, port);
        try {
            setUpPort();
        } catch (Throwable e) {
            port.close();
            throw e;
        }
    }

    /** What ends the wait for a task, and for a timer. */
    private final class Waker implements Timers.Loop, Runnable {
        @Override
        public void run() {
            port.wakeup();
        }

        @Override
        public boolean looksAnyway() {
            return isLoopThread();
        }

        @Override
        public void wakeup() {
            port.wakeup();
        }

        @Override
        public boolean isInside() {
            return Thread.holdsLock(runLock);
        }

        @Override
        public RejectedExecutionException rejection() {
            return Dispatcher.this.rejection();
        }
    }

    private void setUpPort() throws IOException {
        port.errorHandler(settings.errorHandler);
        port.maxEvents(settings.maxEvents);
        port.waitStrategy = settings.waitStrategy;
        port.watch = watch;
        if (settings.busyPoll != null) {
            port.busyPoll(settings.busyPoll);
        }
    }

    /**
     * Opens a dispatcher on the best backend that there is: epoll on Linux, where a binding can be used, else the
     * selector. {@code -Ddev.pollux.backend} and {@code -Ddev.pollux.binding} force others.
     *
     * @return the dispatcher
     * @throws IOException if the system refuses, for lack of descriptors for instance
     * @throws UnsupportedOperationException if a forced backend is not available
     */
    public static Dispatcher open() throws IOException {
        return builder().open();
    }

    /**
     * Opens a dispatcher that drives a completion port: it calls the callbacks of its operations. Sockets and operations are
     * had from the port.
     *
     * @param port the port, which is the dispatcher's now, to close too. No other thread polls it
     * @return the dispatcher
     */
    public static Dispatcher over(CompletionPort port) {
        return builder().over(port);
    }

    /** {@return a builder, for what differs from the defaults} */
    public static DispatcherBuilder builder() {
        return new DispatcherBuilder();
    }

    /**
     * Turns the loop until {@link #stop()} or {@link #close()}. An interrupt of its thread is kept until
     * it returns. {@link #stop()} and {@link #wakeup()} are what ends a wait.
     *
     * <p>What callbacks, tasks, timers, listeners and the error handler throw does not end it, Errors included. A failure of the
     * port ends the loop for good: the dispatcher is closed then as by {@link #close()}, and whoever waits for it learns the
     * cause ({@link #closed()}).
     *
     * @throws IllegalStateException if it is turning already
     * @throws IOException if the port fails
     */
    public void run() throws IOException {
        boolean interrupted = false;
        enter();
        try {
            synchronized (runLock) {
                try {
                    while (!stopping) {
                        turn(-1);
                        interrupted |= Thread.interrupted(); // a selector does not wait on an interrupted thread
                    }
                } catch (Throwable e) {
                    died(e);
                    throw e;
                } finally {
                    stopped();
                }
            }
        } finally {
            leave();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Makes one turn of the loop: for a thread that has a loop of its own, a game's for instance. With a timeout of 0 it costs one
     * system call, and what the callbacks take. {@link DispatcherBuilder#maxEventsPerTurn} and its like bound that.
     *
     * @param timeoutNanos how long to wait for something to do. 0 does not wait, a negative value waits for ever. It may
     *     return earlier with nothing done. Without memory for a turn it waits 10 ms, whatever the timeout, and does nothing
     * @return how many callbacks were called, tasks run and timers fired. If 0, there was nothing to do. Otherwise there may be
     *     more: call again, if the time is there
     * @throws IllegalStateException if it is turning already, on this thread or another
     * @throws ClosedChannelException if it is closed
     * @throws IOException if the port fails: then the loop has died, as in {@link #run()}
     */
    public int runOnce(long timeoutNanos) throws IOException {
        enter();
        try {
            synchronized (runLock) {
                if (closed) {
                    ClosedChannelException refusal = Refusals.closed(this);
                    refusal.initCause(failure);
                    throw refusal;
                }
                try {
                    return turn(timeoutNanos);
                } catch (Throwable e) {
                    died(e);
                    throw e;
                } finally {
                    tearDownIfClosed();
                }
            }
        } finally {
            leave();
        }
    }

    private synchronized void enter() {
        if (loopThread != null) {
            throw new IllegalStateException(this + " is turning already, on thread " + loopThread.getName());
        }
        loopThread = Thread.currentThread();
    }

    private synchronized void leave() {
        loopThread = null;
    }

    private void stopped() {
        synchronized (this) {
            stopping = closed;
        }
        tearDownIfClosed();
    }

    private void died(Throwable cause) {
        synchronized (this) {
            if (closed) {
                return;
            }
            failure = cause;
            tasks.close();
            timers.beginClose();
            closed = true;
            stopping = true;
        }
    }

    /** For a close by a task or callback of the loop's own, and for its death. */
    private void tearDownIfClosed() {
        if (closed) {
            tearDown();
        }
    }

    /** Makes a turn. With no memory, or a class that can't be loaded, it is not made, but the loop goes on. */
    private int turn(long timeoutNanos) throws IOException {
        try {
            int count = turnWhole(timeoutNanos);
            failedTurns = 0;
            return count;
        } catch (VirtualMachineError | LinkageError e) {
            if (e instanceof LinkageError && ++failedTurns == MAX_FAILED_TURNS) {
                throw e; // it would never turn again
            }
            report(null, e);
            LockSupport.parkNanos(FAILED_TURN_PAUSE_NANOS); // or it would spin
            return 0;
        }
    }

    /** Wait, deliver, run tasks, fire timers: each as many as a turn has room for. Returns how many there were. */
    private int turnWhole(long timeoutNanos) throws IOException {
        watch.beginTurn();
        int events = port.poll(tasks.hasLeft() ? 0 : surplus.nanosToWait(timers.nanosToWait(timeoutNanos)));
        int ran = runTasks(settings.maxTasks);
        int fired = fireTimers(settings.maxTimers);
        watch.endTurn(events, ran, fired);
        surplus.endTurn(events + ran + fired);
        return events + ran + fired;
    }

    private int runTasks(int limit) {
        int count = Math.min(tasks.swap(), limit);
        for (int i = 0; i < count; i++) {
            run(tasks.take());
        }
        port.counters.add(LoopCounters.TASKS, count);
        return count;
    }

    private int fireTimers(int limit) {
        if (timers.isEmpty()) {
            return 0;
        }
        long nowNanos = System.nanoTime();
        int fired = 0;
        LoopTimer timer;
        while (fired < limit && (timer = timers.takeExpired(nowNanos)) != null) {
            fired++;
            run(timer.task);
        }
        port.counters.add(LoopCounters.TIMERS, fired);
        return fired;
    }

    private void run(Runnable task) {
        long startNanos = watch.begin();
        try {
            task.run();
        } catch (Throwable e) {
            report(null, e);
        }
        watch.endCallback(startNanos, task, null);
    }

    private void runAllTasks() {
        while (tasks.swap() > 0) {
            runTasks(Integer.MAX_VALUE);
        }
    }

    /** Ends {@link #run()} after the turn it is in, or before its first. */
    public void stop() {
        stopping = true;
        port.wakeup();
    }

    /** Ends the wait under way, or the next one. Costs a system call only if the loop is really waiting. */
    public void wakeup() {
        port.wakeup();
    }

    /**
     * Has a task run on the loop's thread, in its next turn. Tasks of one thread run in their order.
     *
     * @param task what to run
     * @throws RejectedExecutionException if the dispatcher is closed. Its cause is what the loop died of, if it did
     */
    @Override
    public void execute(Runnable task) {
        if (!tasks.add(Objects.requireNonNull(task))) {
            throw rejection();
        }
    }

    RejectedExecutionException rejection() {
        return failure == null
                ? new RejectedExecutionException(this + " is closed")
                : new RejectedExecutionException(this + " has died: " + failure, failure);
    }

    /**
     * Makes a view of this dispatcher as a {@link ScheduledExecutorService}, each call another: its tasks run on the loop's
     * thread. Shutting it down ends the view, not the dispatcher. As with a {@link
     * java.util.concurrent.ScheduledThreadPoolExecutor}, delayed tasks still run then, periodic ones do not. When the
     * dispatcher closes, what is still scheduled is cancelled. When the loop dies, it fails with the cause.
     *
     * <p>A fixed rate that falls behind catches up, as there: no run is skipped. It has one run a turn of the loop, and each
     * late run waits for the timers that were due before it. So a task that always takes longer than its period delays the
     * others by one run of it, not more. It keeps the loop busy all the time, and lags behind further and further. Where the
     * missed runs have no worth, take {@code scheduleWithFixedDelay}.
     *
     * <p>What waits for the loop may not be called on the loop's thread, and fails there with an {@link
     * IllegalStateException} instead of blocking for ever: {@code invokeAll}, {@code invokeAny}, {@code awaitTermination},
     * and {@code get} of a future that is not done.
     *
     * @return the view
     */
    public ScheduledExecutorService asScheduledExecutor() {
        return new ScheduledTasks(this, futures);
    }

    /**
     * Makes a timer, which is not scheduled yet.
     *
     * @param task what it runs, on the loop's thread
     * @return the timer
     */
    public LoopTimer timer(Runnable task) {
        return new LoopTimer(timers, Objects.requireNonNull(task));
    }

    /**
     * Makes a timer and schedules it.
     *
     * @param delayNanos how long until it runs the task, never early, not counting the time that the machine is suspended
     *     (see {@link LoopTimer})
     * @param task what it runs, on the loop's thread
     * @return the timer
     * @throws RejectedExecutionException if the dispatcher is closed
     */
    public LoopTimer schedule(long delayNanos, Runnable task) {
        LoopTimer timer = timer(task);
        timer.schedule(delayNanos);
        return timer;
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
    public StreamListener listen(SocketAddress address, AcceptCallback callback) throws IOException {
        AbstractPollableSocket.checkAddress(address);
        Objects.requireNonNull(callback, "callback");
        StreamListener listener =
                AbstractReadinessPort.isUnix(address) ? openListener(StandardProtocolFamily.UNIX) : openListener();
        try {
            listener.bind(address, StreamListener.MAX_BACKLOG);
            listen(listener, callback);
            return listener;
        } catch (Throwable e) {
            listener.close();
            throw e;
        }
    }

    /**
     * Opens a listener that is not bound, with SO_REUSEADDR set: for other options, such as SO_REUSEPORT. Then {@link
     * StreamListener#bind bind} it and {@link #listen(StreamListener, AcceptCallback) listen}.
     *
     * @return the listener
     * @throws IOException if the system refuses
     */
    public StreamListener openListener() throws IOException {
        return port().openListener();
    }

    /**
     * Opens a listener of a family that is not bound, with SO_REUSEADDR set, except for Unix sockets, to which it means nothing.
     *
     * @param family INET, INET6 or UNIX
     * @return the listener
     * @throws UnsupportedOperationException if the backend has no Unix sockets here
     * @throws IOException if the system refuses
     */
    public StreamListener openListener(StandardProtocolFamily family) throws IOException {
        return port().openListener(family);
    }

    /**
     * Opens a UDP socket that is not bound, for IPv6 and IPv4.
     *
     * @return the socket
     * @throws IOException if the system refuses
     */
    public UdpSocket openUdpSocket() throws IOException {
        return port().openUdpSocket();
    }

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
    public void listen(StreamListener listener, AcceptCallback callback) throws IOException {
        Acceptor.start(this, listener, TriggerMode.LEVEL, Objects.requireNonNull(callback));
    }

    /**
     * Connects to a peer.
     *
     * @param remote the peer's address: an {@link java.net.InetSocketAddress} or a {@link
     *     java.net.UnixDomainSocketAddress}
     * @param callback learns how it ended, on the loop's thread, never within this call
     * @throws ClosedChannelException if the dispatcher is closed
     * @throws IOException if the system refuses to watch it
     */
    public void connect(SocketAddress remote, ConnectCallback callback) throws IOException {
        Connector.connect(this, port(), remote, -1, Objects.requireNonNull(callback));
    }

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
    public void connect(SocketAddress remote, long timeoutNanos, ConnectCallback callback) throws IOException {
        if (timeoutNanos < 0) {
            throw new IllegalArgumentException("a timeout of " + Durations.text(timeoutNanos));
        }
        Connector.connect(this, port(), remote, timeoutNanos, Objects.requireNonNull(callback));
    }

    /**
     * Opens a file to be sent by {@link StreamSocket#send(FileSource, long, long)}.
     *
     * @param path the file
     * @return the file
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws IOException if the system refuses for another reason
     */
    public FileSource openFile(Path path) throws IOException {
        return port().openFile(path);
    }

    /**
     * Registers a socket, level-triggered.
     *
     * @param source the socket
     * @param interest what to wait for
     * @param callback what to call, on the loop's thread
     * @return the registration
     * @throws IOException as {@link ReadinessPort#register}
     */
    public Registration register(Pollable source, Interest interest, ReadinessCallback callback) throws IOException {
        return port().register(source, interest, TriggerMode.LEVEL, callback);
    }

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
    public Registration register(Pollable source, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException {
        return port().register(source, interest, mode, callback);
    }

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
    public Registration register(
            SelectableChannel channel, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException {
        return port().register(channel, interest, mode, callback);
    }

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
    public Registration register(
            OpenDescriptor descriptor, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException {
        return port().register(descriptor, interest, mode, callback);
    }

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
    public Registration register(int fd, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException {
        return port().register(fd, interest, mode, callback);
    }

    /**
     * {@return the readiness port that it waits on} The dispatcher polls it, nobody else: a poll of the program's own would
     * take the wakeups that tell of tasks.
     *
     * @throws UnsupportedOperationException if it drives a completion port
     */
    public ReadinessPort port() {
        if (port instanceof ReadinessPort readiness) {
            return readiness;
        }
        throw new UnsupportedOperationException(
                this + " drives a completion port: sockets, files and connections are had from that");
    }

    /** {@return the backend that it runs on} */
    public Backend backend() {
        return port.backend();
    }

    /** {@return in one line what it runs on, and why, and how it waits} */
    public String describe() {
        return port.describe() + ", " + settings.waitStrategy + " waits";
    }

    /** {@return what it has done until now} */
    public DispatcherCounters counters() {
        return DispatcherCounters.of(port, timers, watch.isTimed());
    }

    /**
     * {@return how many sockets and listeners are registered now, or open at its completion port} Those that were closed are not
     * among them, whoever closed them. It looks at each.
     */
    public int sourceCount() {
        return port.sourceCount();
    }

    int roughSourceCount() {
        return port.roughSourceCount();
    }

    /**
     * Moves a registration of this dispatcher's to another's. Nothing is lost: what is ready is reported there.
     *
     * @param registration the registration
     * @param target the dispatcher to move it to, of the same backend
     * @return the new registration
     * @throws IllegalStateException if it is not called on this loop's thread, while that runs, or as {@link
     *     Registration#moveTo}
     * @throws IOException as {@link Registration#moveTo}
     */
    public Registration move(Registration registration, Dispatcher target) throws IOException {
        if (registration.port() != port()) {
            throw new IllegalArgumentException(registration + " is not of " + this);
        }
        return registration.moveTo(target.port());
    }

    /** Of connections that were closed unserved. Only from the loop's thread. */
    void turnedAway(int count) {
        port.counters.add(LoopCounters.TURNED_AWAY, count);
    }

    void report(Channel source, Throwable thrown) {
        port.failures.tell(source, thrown);
    }

    /** {@return true if the caller is the thread that turns the loop now} */
    public boolean isLoopThread() {
        return loopThread == Thread.currentThread();
    }

    /**
     * {@return what completes when the dispatcher is closed and all is told: normally after {@link #close()}, exceptionally
     * if the loop has died, with a {@link java.util.concurrent.CompletionException} whose
     * cause is what it died of} It completes on the thread that closes, or the loop's.
     */
    public CompletionStage<Void> closed() {
        return end.minimalCompletionStage();
    }

    /**
     * Waits until the dispatcher is closed and all is told.
     *
     * @param timeoutNanos how long at most
     * @return false if the time was up before
     * @throws ExecutionException with what the loop died of, if it did
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalStateException if it is called on the loop's own thread, which would wait for itself
     */
    public boolean awaitClosed(long timeoutNanos) throws InterruptedException, ExecutionException {
        if (isLoopThread()) {
            throw new IllegalStateException(this + " can't wait for its own end");
        }
        try {
            end.get(timeoutNanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** {@return true once it was closed, or has died} */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Closes the dispatcher: ends {@link #run()} and waits for it (unless called from the loop itself), runs the tasks that
     * were accepted, closes its listeners and every socket registered with it, and its port. Connects under way fail with
     * a {@link ClosedChannelException}. Timers that are scheduled don't run, and futures of {@link #asScheduledExecutor()}
     * that are not done are cancelled. A second call does nothing.
     *
     * <p>From then on, what asks for something that is still to come is refused. {@link #execute}, {@link #schedule}, {@link
     * LoopTimer#schedule} and the methods of an {@link #asScheduledExecutor()} throw a {@link RejectedExecutionException}. What
     * polls, opens, listens, connects, registers, or moves a registration here throws a {@link ClosedChannelException}. A
     * registration of its own was closed with it: to move that one throws an {@link IllegalStateException}. {@link #run()}
     * returns at once. Questions are answered as before: no timer is scheduled, no source is registered. Another close,
     * {@link #stop()}, {@link #wakeup()}, and the close or cancel of what came from here, do nothing.
     *
     * <p>Callbacks, tasks and timers that run while another thread closes need not know: the timers that they schedule are
     * taken, and do not run.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed && !halfTornDown) {
                return;
            }
            tasks.close(); // first: whoever sees it closed and runs the last tasks leaves none behind
            timers.beginClose();
            closed = true;
        }
        stop();
        if (!isLoopThread()) { // else it tears itself down when its turn ends
            synchronized (runLock) {
                tearDown();
            }
        }
    }

    private void tearDown() {
        if (tornDown) {
            return;
        }
        tornDown = true;
        boolean done = false;
        try {
            tearDownEach();
            done = true;
        } finally {
            tornDown = done;
            halfTornDown = !done;
        }
    }

    private void tearDownEach() {
        try {
            runAllTasks();
        } finally {
            try {
                timers.close();
            } finally {
                try {
                    futures.endAll(failure);
                } finally {
                    try {
                        port.closeWithSources(failure);
                    } finally {
                        try {
                            reserve.close();
                        } finally {
                            tellEnd();
                        }
                    }
                }
            }
        }
    }

    private void tellEnd() {
        if (failure == null) {
            end.complete(null);
        } else {
            end.completeExceptionally(failure);
        }
    }

    @Override
    public String toString() {
        return "Dispatcher[" + settings.name + ", " + port.backend()
                + (failure != null ? ", dead]" : closed ? ", closed]" : "]");
    }
}
