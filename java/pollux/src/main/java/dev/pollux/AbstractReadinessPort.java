package dev.pollux;

import dev.pollux.internal.backends.Selection;
import dev.pollux.internal.field.Fields;
import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.internal.loop.LoopPort;
import dev.pollux.internal.loop.Surplus;
import dev.pollux.internal.readiness.Connector;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.system.BusyPoll;
import dev.pollux.system.OpenDescriptor;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectableChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What the readiness ports of all backends have in common. */
public abstract class AbstractReadinessPort extends LoopPort implements ReadinessPort {
    private static final VarHandle WAKE_STATE = Fields.find(MethodHandles.lookup(), "wakeState", long.class);
    private static final VarHandle POLLING = Fields.find(MethodHandles.lookup(), "polling", boolean.class);

    static {
        try {
            // The compiler does not inline a method that returns what is not loaded: each event would cost a call.
            MethodHandles.lookup().ensureInitialized(WriteQueueWork.class);
        } catch (IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Selection selection;

    /** Twice the number of wakeups asked for until now, and one more while the polling thread sleeps. */
    private volatile long wakeState;

    private volatile long asleepState = -1; // what it was when the thread fell asleep, last
    private volatile boolean unsent; // a wakeup could not be sent, and others may have relied on it
    private long seenState; // the wakeups that have ended a wait; the polling thread's own
    private boolean restless; // the last wait ended with something to do; the polling thread's own

    /** True while there may be registrations in the port that are closed. {@link #clearLeftBehind} takes them out. */
    volatile boolean leftBehind;

    private volatile Thread pollingThread;
    private volatile boolean polling;

    private final ChangedRegistrations changes = new ChangedRegistrations();

    /** What the write queues share, and those that have something for the turn's end. It is the polling thread's own. */
    final ChunkPool chunks = new ChunkPool();

    private ArrayList<WriteQueueWork> toFlush = new ArrayList<>();
    private ArrayList<WriteQueueWork> flushing = new ArrayList<>();
    private int flushRoom; // so many were in one of those at once
    private int flushMost; // since the last trim
    boolean hasLongArrays;

    AbstractReadinessPort(Selection selection) {
        this.selection = selection;
    }

    /** Returns what the program hands in as what it is. */
    static AbstractReadinessPort of(ReadinessPort port) {
        if (port instanceof AbstractReadinessPort its) {
            return its;
        }
        throw new IllegalArgumentException(port + " was not made by Pollux: ReadinessPort.open() makes a port");
    }

    @Override
    public final Backend backend() {
        return selection.backend();
    }

    @Override
    public final String describe() {
        return selection.describe() + detail();
    }

    abstract String detail();

    @Override
    public abstract Set<Capability> capabilities();

    @Override
    public final boolean supports(TriggerMode mode) {
        return switch (mode) {
            case LEVEL, ONESHOT -> true;
            case EDGE -> capabilities().contains(Capability.EDGE_TRIGGER);
            case EXCLUSIVE -> capabilities().contains(Capability.EXCLUSIVE_TRIGGER);
        };
    }

    @Override
    public final StreamListener openListener() throws IOException {
        checkOpen();
        return newListener();
    }

    abstract StreamListener newListener() throws IOException;

    @Override
    public final StreamListener openListener(StandardProtocolFamily family) throws IOException {
        Objects.requireNonNull(family, "family");
        checkOpen();
        return newListener(family);
    }

    abstract StreamListener newListener(StandardProtocolFamily family) throws IOException;

    private void checkOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw Refusals.closed("the port of backend " + backend());
        }
    }

    /** A Unix socket has addresses of several types. All others are an InetSocketAddress, or refused by either kind of socket. */
    public static boolean isUnix(SocketAddress address) {
        return address != null && !(address instanceof InetSocketAddress);
    }

    @Override
    public final UdpSocket openUdpSocket() throws IOException {
        checkOpen();
        return newDatagrams();
    }

    abstract UdpSocket newDatagrams() throws IOException;

    @Override
    public final UdpSocket openUdpSocket(StandardProtocolFamily family) throws IOException {
        Objects.requireNonNull(family, "family");
        if (family != StandardProtocolFamily.INET && family != StandardProtocolFamily.INET6) {
            throw new UnsupportedOperationException("a datagram socket of family " + family
                    + "; dev.pollux.linux.LinuxDatagramSocket has those of Unix");
        }
        checkOpen();
        return newDatagrams(family);
    }

    abstract UdpSocket newDatagrams(StandardProtocolFamily family) throws IOException;

    @Override
    public final StreamSocket connect(SocketAddress remote) throws IOException {
        AbstractPollableSocket.checkAddress(remote);
        checkOpen();
        return beginConnect(remote);
    }

    abstract StreamSocket beginConnect(SocketAddress remote) throws IOException;

    @Override
    public final FileSource openFile(Path path) throws IOException {
        Objects.requireNonNull(path, "path");
        checkOpen();
        return newFile(path);
    }

    abstract FileSource newFile(Path path) throws IOException;

    @Override
    public final AbstractRegistration register(
            Pollable source, Interest interest, TriggerMode mode, ReadinessCallback callback) throws IOException {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(interest, "interest");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(callback, "callback");
        checkMode(mode);
        checkInterest(interest);
        if (mode == TriggerMode.EXCLUSIVE && (interest.isNone() || interest.isPriority())) {
            throw new UnsupportedOperationException(
                    "an EXCLUSIVE registration waits for READ, WRITE or both, not for " + interest);
        }
        AbstractPollable its = AbstractPollable.of(source);
        AbstractRegistration registration = prepare(its, interest, mode, callback);
        if (leftBehind) {
            clearLeftBehind();
        }
        synchronized (its.lock) {
            addPrepared(registration);
        }
        return registration;
    }

    @Override
    public final AbstractRegistration register(
            SelectableChannel channel, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException {
        if (!channel.isOpen()) {
            throw Refusals.closed(channel);
        }
        if (channel.isBlocking()) {
            throw new IllegalBlockingModeException();
        }
        sweep();
        return register(source(channel), interest, mode, callback);
    }

    @Override
    public final AbstractRegistration register(
            OpenDescriptor descriptor, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException {
        Objects.requireNonNull(descriptor, "descriptor");
        sweep();
        return register(source(descriptor), interest, mode, callback);
    }

    @Override
    public final AbstractRegistration register(int fd, Interest interest, TriggerMode mode, ReadinessCallback callback)
            throws IOException {
        return register(source(fd), interest, mode, callback);
    }

    abstract AbstractPollable source(SelectableChannel channel) throws IOException;

    AbstractPollable source(OpenDescriptor descriptor) {
        throw noDescriptors();
    }

    AbstractPollable source(int fd) {
        throw noDescriptors();
    }

    private UnsupportedOperationException noDescriptors() {
        return Capability.DESCRIPTORS.refusal(backend(), "a descriptor's registration");
    }

    /** Before a foreign source is registered: now and then, looks for those that were closed without our being told. */
    void sweep() {}

    /**
     * Takes out what adds and closes that failed have left in the port, because they had no memory or no stack to undo what
     * they had done. Under no source's lock.
     */
    void clearLeftBehind() {
        leftBehind = false;
    }

    /** Makes a registration that the system does not know of yet. */
    final AbstractRegistration prepare(
            AbstractPollable source, Interest interest, TriggerMode mode, ReadinessCallback callback) {
        if (source.backend() != backend()) {
            throw new IllegalArgumentException(source + " is of backend " + source.backend() + ", this port of "
                    + backend() + ": use the port's own listen, connect and accept");
        }
        return newRegistration(source, interest, mode, callback);
    }

    /** Adds a registration that {@link #prepare} made, under the source's lock. If it fails, nothing is left behind. */
    final void addPrepared(AbstractRegistration registration) throws IOException {
        AbstractPollable source = registration.source();
        if (source.registrationWith(this) != null) {
            throw new IllegalStateException("already registered: " + source);
        }
        source.link(registration); // first: whoever finds it in the port, to close it, finds it linked
        try {
            add(registration);
        } catch (Throwable e) {
            // Whoever has found it in the port meanwhile finds it closed. By no call: there may be no stack left.
            registration.open = false;
            source.registration = registration.nextOfSource;
            throw e;
        }
        if (!source.isOpen()) { // closed meanwhile by another thread, which saw no registration
            registration.close();
            throw Refusals.closed(source);
        }
    }

    abstract AbstractRegistration newRegistration(
            AbstractPollable source, Interest interest, TriggerMode mode, ReadinessCallback callback);

    /** Tells the system of a new registration, and may report it at once. */
    abstract void add(AbstractRegistration registration) throws IOException;

    private void checkMode(TriggerMode mode) {
        if (!supports(mode)) {
            Capability missing = mode == TriggerMode.EDGE ? Capability.EDGE_TRIGGER : Capability.EXCLUSIVE_TRIGGER;
            throw missing.refusal(backend(), "trigger mode " + mode);
        }
    }

    final void checkInterest(Interest interest) {
        if (interest.isPriority() && !capabilities().contains(Capability.PRIORITY)) {
            throw Capability.PRIORITY.refusal(backend(), "interest " + interest);
        }
    }

    /** Fails if a callback could run on another thread meanwhile. */
    final void checkMayMove() {
        Thread polls = pollingThread;
        if (polls != null && polls != Thread.currentThread() && polls.isAlive()) {
            throw new IllegalStateException("a registration is moved on the thread that polls its port, "
                    + polls.getName() + ", and not on " + Thread.currentThread().getName());
        }
    }

    @Override
    public final int poll(long timeoutNanos) throws IOException {
        if (!POLLING.compareAndSet(this, false, true)) {
            if (!isOpen()) { // it may be the thread that closes it
                throw Refusals.closed("the port of backend " + backend());
            }
            throw new IllegalStateException("poll was called from a callback, or by two threads at once");
        }
        try {
            if (pollingThread != Thread.currentThread()) {
                pollingThread = Thread.currentThread();
            }
            flushQueues();
            applyChanges();
            long seen = seenState;
            int delivered = deliver(awaitUnlessWoken(timeoutNanos));
            count(delivered, seen != seenState);
            return delivered;
        } finally {
            polling = false;
            if (!changes.isEmpty() && !isOpen()) {
                dropQueues();
            }
        }
    }

    private void count(int delivered, boolean woken) {
        if (delivered > 0) {
            counters.add(LoopCounters.EVENTS, delivered);
            restless = true;
        } else {
            counters.add(woken ? LoopCounters.EARLY_RETURNS : LoopCounters.EMPTY_RETURNS, 1);
        }
    }

    /** Spins as the strategy says, then sleeps, unless it is woken. Returns how many are ready. */
    private int awaitUnlessWoken(long timeoutNanos) throws IOException {
        long remainingNanos = toFlush.isEmpty() ? timeoutNanos : 0; // what is to be flushed does not wait
        long spinNanos = waitStrategy.spinNanos();
        if (spinNanos != 0 && remainingNanos != 0 && (restless || spinNanos == Long.MAX_VALUE)) {
            long startNanos = System.nanoTime();
            long spunNanos = 0;
            while (spunNanos < spinNanos && changes.isEmpty()) {
                int ready = awaitAndCount(0);
                spunNanos = System.nanoTime() - startNanos;
                if (ready > 0 || lookForWakeups() || timeoutNanos > 0 && spunNanos >= timeoutNanos) {
                    return ready;
                }
                Thread.onSpinWait();
            }
            remainingNanos = timeoutNanos < 0 ? timeoutNanos : timeoutNanos - spunNanos;
        }
        long awake = seenState;
        asleepState = awake + 1;
        boolean sleeps = remainingNanos != 0 && changes.isEmpty() && WAKE_STATE.compareAndSet(this, awake, awake + 1);
        try {
            return awaitAndCount(sleeps ? remainingNanos : 0);
        } finally {
            // Before any task is looked for: whoever wakes from here on is not lost, but ends the next wait.
            if (sleeps) {
                WAKE_STATE.getAndAdd(this, -1L);
            }
            restless = lookForWakeups();
        }
    }

    /** Takes the wakeups until now for seen. Returns whether there were any. */
    private boolean lookForWakeups() {
        long now = wakeState;
        boolean woken = now != seenState;
        seenState = now;
        return woken;
    }

    private int awaitAndCount(long timeoutNanos) throws IOException {
        counters.add(LoopCounters.WAITS, 1);
        long startNanos = watch.begin();
        int ready = await(timeoutNanos);
        watch.endWait(startNanos, ready);
        return ready;
    }

    @Override
    public final void wakeup() {
        long before = (long) WAKE_STATE.getAndAdd(this, 2L);
        if ((before & 1) != 0
                && (before == asleepState || unsent)) { // else it is awake, or another has woken it already
            boolean sent = false;
            unsent = false;
            try { // by no further call: there may be no stack for it
                counters.addShared(LoopCounters.WAKEUPS_SENT, 1);
                signal();
                sent = true;
            } finally {
                if (!sent) {
                    unsent = true; // the next wakeup has to send one
                }
            }
        }
    }

    @Override
    public final long wakeupsAsked() {
        return wakeState >> 1;
    }

    final boolean isPollingThread() {
        return pollingThread == Thread.currentThread();
    }

    /** True if the wait under way is to end. */
    final boolean isWoken() {
        return (wakeState & ~1L) != seenState;
    }

    /** Sets how many callbacks one poll calls at most. */
    public abstract void maxEvents(int count);

    public abstract void busyPoll(BusyPoll parameters) throws IOException;

    /** Waits; returns how many are ready. */
    abstract int await(long timeoutNanos) throws IOException;

    /** Calls the callbacks of what is ready. Returns how many. */
    abstract int deliver(int ready);

    /** Ends the wait under way. */
    abstract void signal();

    /** Called under the source's lock when a registration's interest has changed. */
    final void changed(AbstractRegistration registration) {
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

    /** One is removed once it is applied, so that none is lost if an error, such as no memory, ends this. */
    private void applyChanges() {
        changes.take();
        for (AbstractRegistration each = changes.first(); each != null; each = changes.first()) {
            apply(each);
        }
    }

    private void apply(AbstractRegistration registration) {
        Exception failure = null;
        boolean open;
        // Or another thread could close it and register its source again, between the question and the call.
        synchronized (registration.source().lock) {
            open = registration.isOpen();
            if (open) {
                try {
                    registration.applyChange();
                } catch (IOException | RuntimeException e) { // with an Error it stays, to be applied by the next poll
                    failure = e;
                }
                changes.removeFirst();
            }
        }
        if (!open) {
            drop(registration);
        } else if (failure != null) {
            notTold(registration, failure);
        }
    }

    /** Of a registration that is closed. */
    private void drop(AbstractRegistration registration) {
        try {
            if (registration.writeQueue() != null) {
                registration.writeQueue().drop(); // calls its listener: not under the lock
            }
        } finally {
            synchronized (registration.source().lock) {
                changes.removeFirst();
            }
        }
    }

    final void notTold(AbstractRegistration registration, Throwable failure) {
        boolean closed = failure instanceof ClosedChannelException
                || registration.source().isForeign(); // whose number is EBADF then
        if (!closed || registration.isOpen() && isOpen()) { // else another thread has closed it, or the port
            failed(registration, failure);
        }
    }

    /** Has a registration's write queue go on and calls its callback, whichever is asked. Returns false if neither is. */
    final boolean deliver(AbstractRegistration registration, int readiness) {
        WriteQueueWork queue = registration.writeQueue();
        int rest = queue == null || readiness == 0 ? readiness : deliver(registration, queue, readiness);
        if (rest != 0) {
            long startNanos = watch.begin();
            call(registration, rest);
            watch.endCallback(startNanos, registration.callback, registration.source());
            if (queue != null && queue.isConnecting() && registration.isOpen()) {
                goOn(registration, queue); // after a callback that finishes the connect itself
            }
        }
        return readiness != 0;
    }

    /** Calls a callback. */
    final void call(AbstractRegistration registration, int readiness) {
        try {
            registration.callback.onReady(registration, Readiness.of(readiness));
        } catch (Throwable e) {
            failed(registration, e);
        }
    }

    /** Has a write queue go on. Returns what is left for the callback. */
    private int deliver(AbstractRegistration registration, WriteQueueWork queue, int readiness) {
        Interest asked = registration.ownInterest();
        if (queue.isConnecting() && asked.isWrite()) {
            return readiness; // the callback first
        }
        if ((readiness & Readiness.WRITABLE) != 0) {
            goOn(registration, queue);
            if (queue.isConnecting()) {
                return 0; // it has failed, and the queue's listener learns of it
            }
        }
        int rest = asked.isWrite() ? readiness : readiness & ~Readiness.WRITABLE;
        boolean isAsked = asked.isPriority() || (rest & (Readiness.READABLE | Readiness.WRITABLE)) != 0;
        return isAsked && registration.isOpen() ? rest : 0;
    }

    private void goOn(AbstractRegistration registration, WriteQueueWork queue) {
        try {
            queue.writable();
        } catch (Throwable e) {
            failed(registration, e);
        }
    }

    /** Called by a write queue on the polling thread: it has something for the turn's end. */
    final void flushLater(WriteQueueWork queue) {
        toFlush.add(queue);
    }

    /** Those that were there when it began are flushed. What their listeners write is the next turn's, which does not wait then. */
    private void flushQueues() {
        if (toFlush.isEmpty()) {
            return;
        }
        ArrayList<WriteQueueWork> queues = toFlush;
        toFlush = flushing;
        flushing = queues;
        if (queues.size() > flushMost) {
            flushMost = queues.size();
            flushRoom = Math.max(flushRoom, flushMost);
            hasLongArrays |= flushRoom > Surplus.KEPT_LENGTH;
        }
        for (int i = 0; i < queues.size(); i++) {
            WriteQueueWork queue = queues.get(i);
            try {
                queue.endOfTurn(this);
            } catch (Throwable e) { // not this one's alone: the others still have to be flushed
                failed(queue.registration(), e);
            }
        }
        queues.clear();
    }

    @Override
    public final boolean isGrown() {
        return hasLongArrays || chunks.isGrown();
    }

    @Override
    public final void trim() {
        chunks.trim();
        if (Surplus.trimmed(flushRoom, flushMost) < flushRoom) {
            flushing.trimToSize();
            toFlush.trimToSize();
            flushRoom = toFlush.size();
        }
        flushMost = toFlush.size();
        hasLongArrays = trimReady() | flushRoom > Surplus.KEPT_LENGTH;
    }

    /** Trims what is noted as ready. Returns true if it is still longer than usual. */
    abstract boolean trimReady();

    /** After close: what write queues hold goes back to its owners, on the thread that polls if one does. */
    final void dropQueues() {
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
        if (polling && pollingThread != Thread.currentThread() && isOpen()) { // who closes it drops its queues
            throw new IllegalStateException("a write queue is used on its loop's thread only, here that is "
                    + pollingThread.getName() + ": hand the loop a task, Dispatcher.execute");
        }
    }

    final void failed(AbstractRegistration registration, Throwable e) {
        failures.tell(registration.source(), e);
    }

    @Override
    public abstract boolean isOpen();

    /** {@return the registrations that are open now} */
    abstract List<AbstractRegistration> registrations();

    /** Closes what the system has of this port. There can be no more registrations then. A second call does no harm. */
    abstract void closePort();

    /**
     * Returns how many places there are where registrations stand. Together with {@link #at}, from the last to the first, the
     * closed port's registrations are found without memory.
     */
    abstract int places();

    /** Returns the registration at a place, or null. */
    abstract AbstractRegistration at(int place);

    @Override
    public final void close() {
        closeAll(false, null);
    }

    /** Closes the port, and what was registered with it and with no other. */
    @Override
    public final void closeWithSources(Throwable cause) {
        closeAll(true, cause);
    }

    /**
     * It goes on to its end, whatever one of the many throws. That is thrown once all are closed and told. It takes no memory itself:
     * a program may close the port because it has none left.
     */
    private void closeAll(boolean withSources, Throwable cause) {
        Throwable thrown = null;
        try {
            if (withSources) {
                flushQueues();
            }
        } catch (Throwable e) {
            thrown = e;
        }
        try {
            closePort();
        } catch (Throwable e) {
            thrown = first(thrown, e);
        }
        Connector toTell = null;
        for (int place = places() - 1; place >= 0; place--) {
            AbstractRegistration each = at(place);
            if (each != null) {
                if (each.callback instanceof Connector pending && pending.claims()) {
                    toTell = pending.claimedBefore(toTell, (StreamSocket) each.source());
                }
                try {
                    end(each, withSources);
                } catch (Throwable e) {
                    thrown = first(thrown, e);
                }
            }
        }
        try {
            dropQueues();
        } catch (Throwable e) {
            thrown = first(thrown, e);
        }
        for (Connector each = toTell; each != null; each = each.claimedNext()) {
            try {
                each.portClosed(cause);
            } catch (Throwable e) {
                thrown = first(thrown, e);
            }
        }
        if (thrown != null) {
            LoopPort.<RuntimeException>rethrow(thrown);
        }
    }

    private static void end(AbstractRegistration registration, boolean withSource) {
        AbstractPollable source = registration.source();
        boolean ends = true; // if that is not told
        try {
            // First: of two ports that close at once, one sees the last registration go.
            ends = registration.end();
        } finally {
            // What another thread has closed just now is left to that one; a socket that connects, to who tells of it.
            if (ends && withSource && source.registration == null && !(registration.callback instanceof Connector)) {
                source.close();
            }
        }
    }
}
