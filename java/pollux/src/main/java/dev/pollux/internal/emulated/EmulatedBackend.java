package dev.pollux.internal.emulated;

import dev.pollux.Backend;
import dev.pollux.FileSource;
import dev.pollux.binding.BindingRegistry;
import dev.pollux.internal.completion.AbstractCompletionChannel;
import dev.pollux.internal.completion.AbstractCompletionFile;
import dev.pollux.internal.completion.AbstractCompletionListener;
import dev.pollux.internal.completion.AbstractCompletionSocket;
import dev.pollux.internal.completion.AbstractCompletionUdpSocket;
import dev.pollux.internal.completion.AbstractOperation;
import dev.pollux.internal.completion.CompletionBackend;
import dev.pollux.internal.completion.CompletionBatch;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.completion.PostOperationWork;
import dev.pollux.internal.completion.file.PooledFile;
import dev.pollux.internal.completion.seam.TransferBuffers;
import dev.pollux.internal.completion.shared.SharedBatch;
import dev.pollux.internal.completion.shared.SharedWait;
import dev.pollux.internal.file.FileOptions;
import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.internal.loop.OwnedCount;
import dev.pollux.internal.loop.ShortLock;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.readiness.AbstractStreamListener;
import dev.pollux.internal.readiness.AbstractStreamSocket;
import dev.pollux.readiness.Capability;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.system.OpenFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** Completions made of readiness. The thread that leads polls the readiness port, and tries what is ready. */
final class EmulatedBackend extends CompletionBackend implements SharedWait.Port {
    private static final long LONGEST_PARK_NANOS = 10_000_000;

    final AbstractReadinessPort port;
    final boolean isEdgeTriggered;
    private final SharedWait shared = new SharedWait(this);
    private OwnedCount taken; // tickets

    private final boolean isWithin;
    private EmulatedGuest guest; // in the program's port
    private volatile Thread parked; // in a close, within the program's port

    private SharedBatch leading; // the leader's own
    private volatile long waitNumber;

    // The lanes that go on without an event; guarded by the lock.
    private final ShortLock lock = new ShortLock();
    private Lane firstToGoOn;
    private Lane lastToGoOn;

    /** @param isWithin true if the readiness port is the program's, which polls it. Else it is this backend's own from now on */
    EmulatedBackend(AbstractReadinessPort port, boolean isWithin) {
        this.port = port;
        this.isWithin = isWithin;
        isEdgeTriggered = port.capabilities().contains(Capability.EDGE_TRIGGER);
    }

    @Override
    public Backend kind() {
        return Backend.EMULATED;
    }

    @Override
    public void opened(CompletionPortWork completionPort) throws IOException {
        taken = completionPort.newCount();
        if (isWithin) {
            guest = new EmulatedGuest(completionPort, this);
            port.guests().enter(guest);
        } else {
            port.errorHandler(completionPort.failures::tell);
        }
    }

    /** The very port: what else is registered there is told within the same wait. */
    @Override
    public ReadinessPort readinessPort() {
        return port;
    }

    @Override
    public LoopCounters readinessCounters() {
        return isWithin ? null : port.counters;
    }

    // ---- The wait ----

    @Override
    public CompletionBatch newBatch(int capacity) {
        return shared.newBatch(capacity);
    }

    @Override
    public void wake() {
        shared.wake();
        wakeHost();
    }

    @Override
    public void awaitLeading(SharedBatch batch, long timeoutNanos) throws IOException {
        leading = batch;
        try {
            boolean someGoOn = goOn();
            long leftNanos = someGoOn || batch.room() == 0 ? 0 : timeoutNanos;
            if (!isWithin) {
                beginWait();
                port.poll(leftNanos);
            } else if (leftNanos != 0) {
                park(leftNanos);
            }
        } finally {
            leading = null;
        }
    }

    /** One thread at a time. */
    void beginWait() {
        waitNumber = waitNumber + 1;
    }

    /** In a close: what still runs is what file threads do. */
    private void park(long timeoutNanos) {
        parked = Thread.currentThread();
        if (!shared.isSomething()) {
            LockSupport.parkNanos(this, timeoutNanos < 0 ? LONGEST_PARK_NANOS : timeoutNanos);
        }
        parked = null;
    }

    @Override
    public void wakeLeader() {
        if (isWithin) {
            LockSupport.unpark(parked);
        } else {
            port.wakeup();
        }
    }

    /** The program's port has to deliver what was added. On its own thread it looks before it waits. */
    private void wakeHost() {
        if (isWithin && !port.isPollingThread()) {
            port.wakeup();
        }
    }

    /** {@return true if there is something to deliver, or to go on with} */
    boolean isSomething() {
        return firstToGoOn != null || shared.isSomething();
    }

    /** {@return the number of the port's wait that is under way, or was last} */
    long waitNumber() {
        return waitNumber;
    }

    /** Has a lane go on at the next wait, or at the end of this one. */
    void goOn(Lane lane) {
        lock.lock();
        boolean isNew = !lane.isToGoOn;
        if (isNew) {
            lane.isToGoOn = true;
            if (firstToGoOn == null) {
                firstToGoOn = lane;
            } else {
                lastToGoOn.nextToGoOn = lane;
            }
            lastToGoOn = lane;
        }
        lock.unlock();
        if (isNew) {
            port.wakeup();
        }
    }

    /** Returns false if there was none. What is added meanwhile is left to the next wait. */
    private boolean goOn() {
        if (firstToGoOn == null) { // whoever adds one wakes the wait
            return false;
        }
        lock.lock();
        Lane lane = firstToGoOn;
        firstToGoOn = null;
        lastToGoOn = null;
        lock.unlock();
        while (lane != null) {
            Lane next = takeOut(lane);
            lane.goOn();
            lane = next;
        }
        return true;
    }

    private Lane takeOut(Lane lane) {
        lock.lock();
        Lane next = lane.nextToGoOn;
        lane.nextToGoOn = null;
        lane.isToGoOn = false;
        lock.unlock();
        return next;
    }

    /** A submission has ended. */
    void complete(EmulatedTicket ticket) {
        shared.add(ticket);
        wakeHost();
    }

    /** As {@link #complete}, from the thread that is in the port's wait. */
    void completeLeading(EmulatedTicket ticket) {
        SharedBatch its = leading;
        if (isWithin || its == null) {
            shared.add(ticket);
        } else {
            its.add(ticket);
        }
    }

    // ---- Channels ----

    @Override
    public AbstractCompletionListener openListener(CompletionPortWork completionPort) throws IOException {
        return EmulatedListener.open(completionPort, this);
    }

    @Override
    public AbstractCompletionSocket openSocket(CompletionPortWork completionPort, InetSocketAddress remote)
            throws IOException {
        return EmulatedSocket.of(completionPort, this, port.openStream(remote));
    }

    @Override
    public AbstractCompletionSocket adoptSocket(CompletionPortWork completionPort, long handle) throws IOException {
        if (handle != (int) handle) {
            throw new IllegalArgumentException("no descriptor has the number " + handle);
        }
        return EmulatedSocket.of(completionPort, this, (AbstractStreamSocket) port.adoptSocket((int) handle));
    }

    @Override
    public AbstractCompletionSocket adoptSocket(CompletionPortWork completionPort, OpenDescriptor socket)
            throws IOException {
        return EmulatedSocket.of(completionPort, this, (AbstractStreamSocket) port.adoptSocket(socket));
    }

    @Override
    public AbstractCompletionListener adoptListener(CompletionPortWork completionPort, OpenDescriptor listener)
            throws IOException {
        return EmulatedListener.lent(completionPort, this, (AbstractStreamListener) port.adoptListener(listener));
    }

    @Override
    public AbstractCompletionUdpSocket openUdpSocket(CompletionPortWork completionPort, InetSocketAddress local)
            throws IOException {
        return EmulatedUdpSocket.open(completionPort, this, local);
    }

    @Override
    public void attach(AbstractCompletionChannel channel) {
        // Its registration is made when a submission waits.
    }

    // ---- What operations are made of ----

    @Override
    public AbstractCompletionFile openFile(CompletionPortWork completionPort, Path path, FileOptions options)
            throws IOException {
        return new PooledFile(completionPort, port.openFile(path, options), options);
    }

    @Override
    public OpenFile checkFile(OpenFile file) {
        if (file instanceof PooledFile its
                && CompletionPortWork.of(its.port()).backend instanceof EmulatedBackend of
                && of.port.backend() == port.backend()) {
            return its;
        }
        FileSource direct = port.sourceOf(Objects.requireNonNull(file, "file"));
        if (direct != null) {
            return direct;
        }
        throw new IllegalArgumentException(file + " is no file of a completion port that is " + this);
    }

    @Override
    public TransferBuffers buffers(ByteBuffer... buffers) {
        return new EmulatedBuffers(port, buffers);
    }

    @Override
    public TransferBuffers memory(long address, int length) {
        return new EmulatedBuffers(port, address, length);
    }

    // ---- A submission ----

    @Override
    public Object takeTicket(AbstractOperation<?> operation) {
        EmulatedTicket ticket = (EmulatedTicket) operation.kept;
        if (ticket == null) {
            ticket = new EmulatedTicket(operation);
            operation.kept = ticket;
        }
        ticket.begin();
        taken.add(1);
        return ticket;
    }

    @Override
    public void reuseTicket(Object ticket) {
        ((EmulatedTicket) ticket).begin();
    }

    @Override
    public void giveBackTicket(Object ticket) {
        taken.add(-1);
        EmulatedTicket its = (EmulatedTicket) ticket;
        if (its.accepted != null) { // and nobody has taken it
            its.accepted.close();
            its.accepted = null;
        }
    }

    @Override
    public int startPost(PostOperationWork operation) {
        complete(EmulatedTicket.of(operation));
        return PENDING;
    }

    @Override
    public void deliverByBatch(AbstractOperation<?> operation) {
        complete(EmulatedTicket.of(operation));
    }

    @Override
    public int code(Object ticket) {
        return ((EmulatedTicket) ticket).code;
    }

    @Override
    public int bytes(Object ticket) {
        return ((EmulatedTicket) ticket).bytes;
    }

    @Override
    public boolean isCancelled(int code) {
        return code == EmulatedTicket.CANCELLED || code == EmulatedTicket.CLOSED;
    }

    // ---- Its memory, and its end ----

    @Override
    public int ticketsTaken() {
        return taken.get();
    }

    @Override
    public boolean isGrown() {
        return !isWithin && port.isGrown();
    }

    @Override
    public void trim() {
        if (!isWithin) {
            port.trim();
        }
    }

    @Override
    public void close() {
        try {
            shared.close();
        } finally {
            if (isWithin) {
                port.guests().leave(guest);
            } else {
                port.close();
            }
        }
    }

    @Override
    public String toString() {
        return kind() + " on " + port.backend()
                + (port.backend() == Backend.NIO ? "" : " by " + BindingRegistry.chosen());
    }
}
