package dev.pollux;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Tells which sockets can make progress, by calling their registrations' callbacks. One thread polls; every other method
 * may be called from any thread, while it waits too. A {@link Dispatcher} is the usual way to drive one.
 */
public abstract sealed class ReadinessPort extends LoopPort permits EpollPort, NioPort {
    // What the polling thread is doing, as far as a wakeup has to know.
    private static final int AWAKE = 0;
    private static final int WOKEN = 1; // it is to return from its next wait at once
    private static final int ASLEEP = 2;

    private static final VarHandle WAKE_STATE;
    private static final VarHandle POLLING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            WAKE_STATE = lookup.findVarHandle(ReadinessPort.class, "wakeState", int.class);
            POLLING = lookup.findVarHandle(ReadinessPort.class, "polling", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Selection selection;
    private volatile ErrorHandler errorHandler = ErrorHandler.CLOSE_AND_LOG;

    private volatile int wakeState;

    private volatile Thread pollingThread;
    private volatile boolean polling;

    /** The registrations whose interest has changed since the last wait, each once; guarded by itself. */
    final ArrayList<Registration> changes = new ArrayList<>();

    private volatile boolean hasChanges;
    private final ArrayList<Registration> applying = new ArrayList<>(); // the polling thread's own
    private final HandlerFailure handlerFailure = new HandlerFailure(); // the polling thread's own

    /** What the write queues share, and those that have something for the turn's end; the polling thread's own. */
    final ChunkPool chunks = new ChunkPool();

    private ArrayList<WriteQueue> toFlush = new ArrayList<>();
    private ArrayList<WriteQueue> flushing = new ArrayList<>();

    /** How often it has waited until now; the polling thread's own. */
    long waits;

    ReadinessPort(Selection selection) {
        this.selection = selection;
    }

    /**
     * Opens a port on the backend that {@code -Ddev.pollux.backend} names, else on the best that there is.
     *
     * @return the port
     * @throws IOException if the system refuses, for lack of descriptors for instance
     * @throws UnsupportedOperationException if the named backend is not to be had
     */
    public static ReadinessPort open() throws IOException {
        return Selection.decide(null).open();
    }

    /**
     * Opens a port on a backend.
     *
     * @param backend the backend
     * @return the port
     * @throws IOException if the system refuses
     * @throws UnsupportedOperationException if the backend is not to be had, with the reason
     */
    public static ReadinessPort open(Backend backend) throws IOException {
        return Selection.decide(Objects.requireNonNull(backend)).open();
    }

    /** {@return the backend that it runs on} */
    @Override
    public final Backend backend() {
        return selection.backend();
    }

    /** {@return in one line what it runs on, and why} */
    @Override
    public final String describe() {
        return selection.describe() + detail();
    }

    abstract String detail();

    /**
     * {@return true if registrations can have a trigger mode here}
     *
     * @param mode the mode
     */
    public abstract boolean supports(TriggerMode mode);

    /**
     * Sets who learns of what callbacks throw; {@link ErrorHandler#CLOSE_AND_LOG} at first.
     *
     * @param handler the handler
     */
    @Override
    public final void errorHandler(ErrorHandler handler) {
        errorHandler = Objects.requireNonNull(handler);
    }

    /**
     * Opens a listener that is not bound.
     *
     * @return the listener
     * @throws IOException if the system refuses
     */
    public abstract StreamListener openListener() throws IOException;

    /**
     * Begins to connect a socket. Register it for {@link Interest#WRITE} and then ask {@link StreamSocket#finishConnect()}.
     *
     * @param remote the peer
     * @return the socket, connecting or connected
     * @throws java.net.ConnectException if the peer refused at once
     * @throws IOException if the system refuses for another reason
     */
    public abstract StreamSocket connect(InetSocketAddress remote) throws IOException;

    /**
     * Opens a file to be sent by {@link StreamSocket#send(FileSource, long, long)}.
     *
     * @param path the file
     * @return the file
     * @throws java.nio.file.NoSuchFileException if there is none
     * @throws IOException if the system refuses for another reason
     */
    public abstract FileSource openFile(Path path) throws IOException;

    /**
     * Registers a socket or a listener.
     *
     * @param source what to register; of this backend
     * @param interest what to wait for
     * @param mode when to report it
     * @param callback what to call; on the polling thread
     * @return the registration
     * @throws IllegalStateException if it is registered already, here or with another port
     * @throws IllegalArgumentException if it belongs to another backend
     * @throws UnsupportedOperationException if this backend can't have that mode or interest
     * @throws ClosedChannelException if the source or this port is closed
     * @throws IOException if the system refuses; nothing is left behind then
     */
    public final Registration register(Pollable source, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(callback, "callback");
        if (source.backend() != backend()) {
            throw new IllegalArgumentException(source + " is of backend " + source.backend() + ", this port of "
                    + backend() + ": use the port's own listen, connect and accept");
        }
        if (!supports(mode)) {
            throw new UnsupportedOperationException("trigger mode " + mode + " can't be had on backend " + backend());
        }
        checkInterest(interest);
        if (mode == TriggerMode.EXCLUSIVE && (interest.isNone() || interest.isPriority())) {
            throw new UnsupportedOperationException(
                    "an EXCLUSIVE registration waits for READ, WRITE or both, not for " + interest);
        }
        synchronized (source.lock) {
            if (source.registration != null) {
                throw new IllegalStateException("already registered: " + source);
            }
            Registration registration = add(source, interest, mode, callback);
            source.registration = registration;
            if (!source.isOpen()) { // closed meanwhile by another thread, which saw no registration
                registration.close();
                throw new ClosedChannelException();
            }
            return registration;
        }
    }

    abstract Registration add(Pollable source, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException;

    void checkInterest(Interest interest) {
        Objects.requireNonNull(interest, "interest");
    }

    /**
     * Applies the changes of interest, waits until something is ready, and calls the callbacks. Returns early if it is
     * woken up.
     *
     * @param timeoutNanos how long to wait at most; 0 does not wait, a negative value waits for ever
     * @return the number of callbacks that were called; 0 if the time is up, it was woken up, or on nio the thread is
     *     interrupted
     * @throws IllegalStateException if it is called from a callback, or by two threads at once
     * @throws ClosedChannelException if the port is closed, before or meanwhile
     * @throws IOException if the system refuses
     */
    @Override
    public final int poll(long timeoutNanos) throws IOException {
        if (!POLLING.compareAndSet(this, false, true)) {
            throw new IllegalStateException("poll was called from a callback, or by two threads at once");
        }
        try {
            if (pollingThread != Thread.currentThread()) {
                pollingThread = Thread.currentThread();
            }
            flushQueues();
            applyChanges();
            handlerFailure.throwIfAny();
            int delivered = deliver(awaitUnlessWoken(timeoutNanos));
            handlerFailure.throwIfAny();
            return delivered;
        } finally {
            polling = false;
            if (hasChanges && !isOpen()) {
                dropQueues();
            }
        }
    }

    private int awaitUnlessWoken(long timeoutNanos) throws IOException {
        boolean sleeps =
                timeoutNanos != 0 && !hasChanges && toFlush.isEmpty() && WAKE_STATE.compareAndSet(this, AWAKE, ASLEEP);
        waits++;
        try {
            return await(sleeps ? timeoutNanos : 0);
        } finally {
            // Before any task is looked for: whoever wakes from here on is not lost, but ends the next wait.
            WAKE_STATE.setVolatile(this, AWAKE);
        }
    }

    /**
     * Makes the wait under way, or the next one, return. Costs a system call only if the port is really waiting; many
     * wakeups before a wait are one. After close it does nothing.
     */
    @Override
    public final void wakeup() {
        int before = (int) WAKE_STATE.getAndSet(this, WOKEN);
        if (before == ASLEEP) {
            signal();
        }
    }

    final boolean isPollingThread() {
        return pollingThread == Thread.currentThread();
    }

    /** True if the wait under way is to end. */
    final boolean isWoken() {
        return wakeState == WOKEN;
    }

    /** Waits; returns how many are ready. */
    abstract int await(long timeoutNanos) throws IOException;

    /** Calls the callbacks of what is ready; returns how many. */
    abstract int deliver(int ready);

    /** Ends the wait under way. */
    abstract void signal();

    /** Called by a registration whose interest has changed. */
    final void changed(Registration registration) {
        synchronized (changes) {
            if (!registration.changed) {
                registration.changed = true;
                changes.add(registration);
                hasChanges = true;
            }
        }
        if (!isPollingThread()) {
            wakeup();
        }
    }

    private void applyChanges() {
        if (!hasChanges) {
            return;
        }
        synchronized (changes) {
            for (int i = 0; i < changes.size(); i++) {
                Registration registration = changes.get(i);
                registration.changed = false;
                applying.add(registration);
            }
            changes.clear();
            hasChanges = false;
        }
        for (int i = 0; i < applying.size(); i++) {
            apply(applying.get(i));
        }
        applying.clear();
    }

    private void apply(Registration registration) {
        try {
            // Or another thread could close it and register its source again, between the question and the call.
            synchronized (registration.source().lock) {
                if (registration.isOpen()) {
                    registration.applyChange();
                    return;
                }
            }
            if (registration.writeQueue() != null) {
                registration.writeQueue().drop();
            }
        } catch (IOException | RuntimeException e) {
            if (registration.isOpen() || !(e instanceof ClosedChannelException)) { // else another thread has closed it
                failed(registration, e);
            }
        }
    }

    /** Calls one callback. */
    final void deliver(Registration registration, int readiness) {
        WriteQueue queue = registration.writeQueue();
        int rest = queue == null ? readiness : deliver(registration, queue, readiness);
        if (rest == 0) {
            return;
        }
        try {
            registration.callback.onReady(registration, Readiness.of(rest));
        } catch (Throwable e) {
            failed(registration, e);
        }
    }

    /** Has a write queue go on; returns what is left for the callback. */
    private static int deliver(Registration registration, WriteQueue queue, int readiness) {
        Interest asked = registration.interest();
        if ((readiness & Readiness.WRITABLE) != 0) {
            queue.writable();
        }
        int rest = asked.isWrite() ? readiness : readiness & ~Readiness.WRITABLE;
        boolean isAsked = asked.isPriority() || (rest & (Readiness.READABLE | Readiness.WRITABLE)) != 0;
        return isAsked && registration.isOpen() ? rest : 0;
    }

    /** Called by a write queue on the polling thread: it has something for the turn's end. */
    final void flushLater(WriteQueue queue) {
        toFlush.add(queue);
    }

    /** Those that were there when it began; what their listeners write is the next turn's, which does not wait then. */
    private void flushQueues() {
        if (toFlush.isEmpty()) {
            return;
        }
        ArrayList<WriteQueue> queues = toFlush;
        toFlush = flushing;
        flushing = queues;
        for (int i = 0; i < queues.size(); i++) {
            queues.get(i).endOfTurn();
        }
        queues.clear();
    }

    /** After close: what write queues hold goes back to its owners, on the thread that polls if one does. */
    private void dropQueues() {
        if (POLLING.compareAndSet(this, false, true)) { // else it drops them when it leaves its poll
            try {
                applyChanges();
            } finally {
                polling = false;
            }
        }
    }

    /** A write queue is the loop's thread's own: this finds who else calls it, as far as it costs nothing to find. */
    final void checkNotPolledElsewhere() {
        if (polling && pollingThread != Thread.currentThread()) {
            throw new IllegalStateException("a write queue is used on its loop's thread only, here that is "
                    + pollingThread.getName() + ": hand the loop a task, Dispatcher.execute");
        }
    }

    final void failed(Registration registration, Throwable e) {
        try {
            errorHandler.onError(registration.source(), e);
        } catch (Throwable thrown) {
            handlerFailure.add(thrown);
        }
    }

    /** {@return false once it was closed} */
    public abstract boolean isOpen();

    /** {@return the registrations that are open now} */
    abstract List<Registration> registrations();

    /** Closes what the system has of this port; returns the registrations that were open, of which there can be no more. */
    abstract List<Registration> closePort();

    /**
     * Closes the port and every registration, but not what was registered. Ends a wait under way with a {@link
     * ClosedChannelException}. A second call does nothing.
     */
    @Override
    public final void close() {
        closePort().forEach(Registration::close);
        dropQueues();
    }

    /** Closes the port and what was registered. */
    @Override
    final void closeWithSources() {
        flushQueues();
        List<Registration> all = closePort();
        all.forEach(registration -> registration.source().close());
        dropQueues();
        for (Registration registration : all) {
            if (registration.callback instanceof Connector pending) {
                pending.dispatcherClosed((StreamSocket) registration.source());
            }
        }
    }
}
