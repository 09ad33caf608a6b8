package dev.pollux.internal.readiness;

import dev.pollux.Backend;
import dev.pollux.internal.field.Fields;
import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.internal.loop.LoopWait;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.internal.text.Version;
import dev.pollux.readiness.Capability;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.system.BusyPoll;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Set;

/** What the readiness ports of all backends have in common. */
public abstract class AbstractReadinessPort extends SourceRegistrar implements LoopWait.Port {
    private static final VarHandle POLLING = Fields.find(MethodHandles.lookup(), "polling", boolean.class);

    static {
        try {
            // The compiler does not inline a method that returns what is not loaded: each event would cost a call.
            MethodHandles.lookup().ensureInitialized(WriteQueueWork.class);
            // A rehearsal brings no event everywhere, and the first event is too late to load what delivers it.
            MethodHandles.lookup().ensureInitialized(Delivery.class);
        } catch (IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Backend backend;
    private final String choice; // of the backend, in a line
    final LoopWait wait = new LoopWait(this);
    private final GuestRoom guests = new GuestRoom(this);

    private volatile Thread pollingThread;
    private volatile boolean polling;

    private int ready; // what a wait has found, and is not delivered yet; the polling thread's own

    final ChangedRegistrations changes = new ChangedRegistrations();

    private final FlushList toFlush = new FlushList();

    /** What the write queues share; the polling thread's own. */
    public final ChunkPool chunks = new ChunkPool();

    public boolean hasLongArrays;

    public AbstractReadinessPort(Backend backend, String choice, BackendSockets sockets) {
        super(sockets);
        this.backend = backend;
        this.choice = choice;
    }

    /** Returns what the program hands in as what it is. */
    public static AbstractReadinessPort of(ReadinessPort port) {
        if (port instanceof AbstractReadinessPort its) {
            return its;
        }
        throw new IllegalArgumentException(port + " was not made by Pollux: ReadinessPort.open() makes a port");
    }

    @Override
    public final Backend backend() {
        return backend;
    }

    @Override
    public final String describe() {
        return choice + detail() + ", pollux " + Version.text();
    }

    public abstract String detail();

    @Override
    public abstract Set<Capability> capabilities();

    /** Fails if a callback could run on another thread meanwhile. */
    public final void checkMayMove() {
        Thread polls = pollingThread;
        if (polls != null && polls != Thread.currentThread() && polls.isAlive()) {
            throw new IllegalStateException("a registration is moved on the thread that polls its port, "
                    + polls.getName() + ", and not on " + Thread.currentThread().getName());
        }
    }

    @Override
    public final int poll(long timeoutNanos) throws IOException {
        enter();
        return pollEntered(timeoutNanos);
    }

    private void enter() throws ClosedChannelException {
        if (!enters()) {
            checkOpen(); // it may be the thread that closes it
            throw twice();
        }
    }

    final void checkOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw Refusals.closed("the port of backend " + backend());
        }
    }

    /** For a thread that {@link #enters}. */
    final int pollEntered(long timeoutNanos) throws IOException {
        try {
            long seen = wait.seen();
            awaitReady(timeoutNanos);
            int delivered = deliverReady();
            count(delivered, seen != wait.seen());
            return delivered;
        } finally {
            leave();
        }
    }

    @Override
    public final int await(long timeoutNanos) throws IOException {
        enter();
        try {
            long seen = wait.seen();
            awaitReady(timeoutNanos);
            int all = ready + guests.ready();
            if (all == 0) {
                count(0, seen != wait.seen());
            }
            return all;
        } finally {
            leave();
        }
    }

    @Override
    public final int deliver() {
        if (!enters()) {
            throw twice();
        }
        try {
            int delivered = deliverReady();
            if (delivered > 0) {
                count(delivered, false);
            }
            return delivered;
        } finally {
            leave();
        }
    }

    final boolean enters() {
        boolean enters = POLLING.compareAndSet(this, false, true);
        if (enters && pollingThread != Thread.currentThread()) {
            pollingThread = Thread.currentThread();
        }
        return enters;
    }

    private static IllegalStateException twice() {
        return new IllegalStateException("poll was called from a callback, or by two threads at once");
    }

    final void leave() {
        polling = false;
        if (!changes.isEmpty() && !isOpen()) {
            dropQueues();
        }
    }

    private void awaitReady(long timeoutNanos) throws IOException {
        toFlush.flush(this);
        changes.applyAll(this);
        if (ready == 0) {
            ready = guests.await(timeoutNanos);
        } else {
            checkOpen();
        }
    }

    final int awaitOwn(long timeoutNanos) throws IOException {
        return wait.await(timeoutNanos, waitStrategy);
    }

    private int deliverReady() {
        int count = ready;
        ready = 0; // first: what throws is not delivered again
        return deliver(count) + guests.deliver();
    }

    /** {@return what has another port served by this one's wait} */
    public final GuestRoom guests() {
        return guests;
    }

    private void count(int delivered, boolean woken) {
        if (delivered > 0) {
            counters.add(LoopCounters.EVENTS, delivered);
            wait.hadWork();
        } else {
            counters.add(woken ? LoopCounters.EARLY_RETURNS : LoopCounters.EMPTY_RETURNS, 1);
        }
    }

    @Override
    public final int awaitOnce(long timeoutNanos) throws IOException {
        counters.add(LoopCounters.WAITS, 1);
        long startNanos = watch.beginWait();
        int ready = awaitEvents(timeoutNanos);
        watch.endWait(startNanos, ready);
        return ready;
    }

    @Override
    public final boolean isChanged() {
        return !changes.isEmpty() || !toFlush.isEmpty(); // what is to be flushed does not wait
    }

    @Override
    public final void signal() {
        counters.addShared(LoopCounters.WAKEUPS_SENT, 1);
        endWait();
    }

    @Override
    public final void wakeup() {
        wait.wakeup();
    }

    @Override
    public final long wakeupsAsked() {
        return wait.asked();
    }

    public final boolean isPollingThread() {
        return pollingThread == Thread.currentThread();
    }

    /** True if the wait under way is to end. */
    public final boolean isWoken() {
        return wait.isWoken();
    }

    /** Sets how many callbacks one poll calls at most. */
    public abstract void maxEvents(int count);

    public abstract void busyPoll(BusyPoll parameters) throws IOException;

    /** Waits; returns how many are ready. */
    public abstract int awaitEvents(long timeoutNanos) throws IOException;

    /** Calls the callbacks of what is ready; returns how many. */
    public abstract int deliver(int ready);

    /** Ends the wait under way. */
    public abstract void endWait();

    /** Called under the source's lock when a registration's interest has changed. */
    public final void changed(AbstractRegistration registration) {
        assert Thread.holdsLock(registration.source().lock);
        if (registration.changed) { // it is applied under this lock, and only then changed no more
            counters.addShared(LoopCounters.CONTROL_CALLS_SAVED, 1);
        } else {
            changes.add(registration);
        }
        if (!isPollingThread()) {
            wakeup();
        }
    }

    public final void notTold(AbstractRegistration registration, Throwable failure) {
        boolean closed = failure instanceof ClosedChannelException
                || registration.source().isForeign(); // whose number is EBADF then
        if (!closed || registration.isOpen() && isOpen()) { // else another thread has closed it, or the port
            failed(registration, failure);
        }
    }

    /** Called by a write queue on the polling thread: it has something for the turn's end. */
    public final void flushLater(WriteQueueWork queue) {
        toFlush.add(queue);
    }

    public final void flushQueues() {
        toFlush.flush(this);
    }

    @Override
    public final boolean isGrown() {
        return hasLongArrays || toFlush.isGrown() || chunks.isGrown();
    }

    @Override
    public final void trim() {
        chunks.trim();
        toFlush.trim();
        hasLongArrays = trimReady();
    }

    /** Trims what is noted as ready; returns true if it is still longer than usual. */
    public abstract boolean trimReady();

    /** After close: what write queues hold goes back to its owners, on the thread that polls if one does. */
    public final void dropQueues() {
        if (POLLING.compareAndSet(this, false, true)) { // else it drops them when it leaves its poll
            try {
                changes.applyAll(this);
            } finally {
                polling = false;
            }
        }
    }

    /** A write queue is the loop's thread's own: this finds who else calls it, as far as it costs nothing to find. */
    public final void checkNotPolledElsewhere() {
        if (polling && pollingThread != Thread.currentThread() && isOpen()) { // who closes it drops its queues
            throw new IllegalStateException("a write queue is used on its loop's thread only, here that is "
                    + pollingThread.getName() + ": hand the loop a task, Dispatcher.execute");
        }
    }

    public final void failed(AbstractRegistration registration, Throwable e) {
        failures.tell(registration.source(), e);
    }

    @Override
    public abstract boolean isOpen();

    /** {@return the registrations that are open now} */
    public abstract List<AbstractRegistration> registrations();

    /** Closes what the system has of this port; there can be no more registrations then. A second call does no harm. */
    public abstract void closePort();

    /**
     * Returns how many places there are where registrations stand. Together with {@link #at}, from the last to the first, the
     * closed port's registrations are found without memory.
     */
    public abstract int places();

    /** Returns the registration at a place, or null. */
    public abstract AbstractRegistration at(int place);

    @Override
    public final void close() {
        PortClose.close(this, false, null);
    }

    @Override
    public final void closeWithSources(Throwable cause) {
        PortClose.close(this, true, cause);
    }
}
