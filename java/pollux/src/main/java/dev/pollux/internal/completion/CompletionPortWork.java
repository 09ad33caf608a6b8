package dev.pollux.internal.completion;

import dev.pollux.Backend;
import dev.pollux.completion.AcceptStream;
import dev.pollux.completion.CompletionFile;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.CompletionUdpSocket;
import dev.pollux.completion.ConnectOperation;
import dev.pollux.completion.PostOperation;
import dev.pollux.completion.StreamCallback;
import dev.pollux.internal.completion.lent.LentBufferPool;
import dev.pollux.internal.completion.seam.TransferBuffers;
import dev.pollux.internal.file.FileOptions;
import dev.pollux.internal.file.FileThreads;
import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.internal.loop.LoopPort;
import dev.pollux.internal.loop.OwnedCount;
import dev.pollux.internal.loop.PollingThread;
import dev.pollux.internal.loop.Timers;
import dev.pollux.internal.memory.BufferChecks;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.internal.text.Version;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.system.OpenDescriptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Objects;

/** A completion port on any backend: makes channels, waits and delivers. */
public final class CompletionPortWork extends LoopPort implements CompletionPort {
    public final CompletionBackend backend;
    private final String description;
    final CompletionWakeup wakeup;
    final CompletionWait wait = new CompletionWait(this);
    final CompletionSources sources = new CompletionSources();
    final CompletionTurns turns;
    private final CompletionPortEnd end;
    final CompletionSubmissions submissions;
    final Timers deadlines;
    final FileThreads fileThreads;

    final boolean checksLentBuffers;
    final LentBufferPool lentBuffers;
    final LentShortage lentShortage = new LentShortage(this);
    final LentTransfers<CompletionSocket> lentWrites;
    final LentTransfers<CompletionUdpSocket> lentSends;

    private volatile boolean closing; // set under this object's lock

    private boolean isServedElsewhere;
    final PollingThread only; // of a port whose program has promised that there is one, else null

    /**
     * @param backend what it runs on, which is its own from now on
     * @param description what {@link #describe} says
     */
    public CompletionPortWork(CompletionBackend backend, String description, CompletionPortBuilderWork settings) {
        this.backend = backend;
        this.description = description;
        errorHandler(settings.errorHandler);
        waitStrategy = settings.waitStrategy;
        only = settings.singleThreaded ? new PollingThread() : null;
        submissions = new CompletionSubmissions(this);
        turns = new CompletionTurns(backend, settings.maxBatch);
        end = new CompletionPortEnd(this, new CompletionTurn(backend.newBatch(settings.maxBatch)));
        wakeup = new CompletionWakeup(() -> {
            counters.addShared(LoopCounters.WAKEUPS_SENT, 1);
            backend.wake();
        });
        deadlines = new Timers(wakeup);
        lentWrites = new LentTransfers<>(this, settings.lentWriteTimeoutNanos);
        lentSends = new LentTransfers<>(this, 0);
        checksLentBuffers = settings.checkLentBuffers;
        lentBuffers = new LentBufferPool(
                settings.lentBufferCount,
                settings.lentBufferSize,
                backend.lentHead(),
                checksLentBuffers,
                backend::addressOf,
                failure -> report(null, failure));
        fileThreads = new FileThreads(settings.fileThreads);
    }

    /** {@return the work of a port that a program hands in} */
    public static CompletionPortWork of(CompletionPort port) {
        if (port instanceof CompletionPortWork work) {
            return work;
        }
        throw new IllegalArgumentException(Objects.requireNonNull(port, "port") + " was not made by Pollux");
    }

    /** {@return the threads that do what the system has only calls for that wait} */
    public FileThreads fileThreads() {
        return fileThreads;
    }

    /** {@return what streams lend to the program} */
    public LentBufferPool lentBuffers() {
        return lentBuffers;
    }

    /** {@return a count that the one thread of a port that has one changes without an atomic operation} */
    public OwnedCount newCount() {
        return new OwnedCount(only);
    }

    public CompletionBackend completionBackend() {
        return backend;
    }

    @Override
    public Backend backend() {
        return backend.kind();
    }

    @Override
    public String describe() {
        return description + ", pollux " + Version.text();
    }

    // ---- What it makes ----

    @Override
    public AbstractCompletionListener openListener() throws IOException {
        AbstractCompletionListener listener = backend.openListener(this);
        add(listener);
        return listener;
    }

    @Override
    public CompletionListener listen(InetSocketAddress address, StreamCallback<AcceptStream, CompletionSocket> callback)
            throws IOException {
        Objects.requireNonNull(callback, "callback");
        return openListener().acceptAt(address, callback);
    }

    @Override
    public ConnectOperation connect(InetSocketAddress remote) {
        return new ConnectOperationWork(this, remote);
    }

    AbstractCompletionSocket openSocket(InetSocketAddress remote) throws IOException {
        AbstractCompletionSocket socket = backend.openSocket(this, remote);
        add(socket);
        return socket;
    }

    /** A port that closes takes nothing new. */
    private void checkOpen() throws ClosedChannelException {
        if (closing) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public CompletionSocket adoptSocket(long handle) throws IOException {
        checkOpen();
        AbstractCompletionSocket socket = backend.adoptSocket(this, handle);
        add(socket);
        return socket;
    }

    @Override
    public CompletionSocket adoptSocket(OpenDescriptor socket) throws IOException {
        Objects.requireNonNull(socket, "socket");
        checkOpen();
        AbstractCompletionSocket adopted = backend.adoptSocket(this, socket);
        add(adopted);
        return adopted;
    }

    @Override
    public CompletionListener adoptListener(OpenDescriptor listener) throws IOException {
        Objects.requireNonNull(listener, "listener");
        checkOpen();
        AbstractCompletionListener adopted = backend.adoptListener(this, listener);
        add(adopted);
        return adopted;
    }

    @Override
    public CompletionUdpSocket openUdpSocket(InetSocketAddress local) throws IOException {
        AbstractCompletionUdpSocket socket = backend.openUdpSocket(this, local);
        add(socket);
        try {
            socket.bind(local);
            return socket;
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public CompletionUdpSocket openUdpSocket() throws IOException {
        AbstractCompletionUdpSocket socket = backend.openUdpSocket(this, new InetSocketAddress(0));
        add(socket);
        return socket;
    }

    @Override
    public CompletionUdpSocket adoptUdpSocket(OpenDescriptor socket) throws IOException {
        Objects.requireNonNull(socket, "socket");
        checkOpen();
        AbstractCompletionUdpSocket adopted = backend.adoptUdpSocket(this, socket);
        add(adopted);
        return adopted;
    }

    @Override
    public CompletionFile openFile(Path path, OpenOption... options) throws IOException {
        FileOptions how = OpenOptions.parse(options);
        checkOpen();
        Objects.requireNonNull(path, "path");
        AbstractCompletionFile file = backend.openFile(this, path, how);
        list(file);
        return file;
    }

    @Override
    public PostOperation post() {
        return new PostOperationWork(this);
    }

    public TransferBuffers memory(long address, int length) {
        BufferChecks.checkMemory(address, length);
        return backend.memory(address, length);
    }

    /** Makes a channel's completions come here, and has it closed with the port. Closes it if that fails. */
    void add(AbstractCompletionChannel channel) throws IOException {
        boolean attached = false;
        try {
            backend.attach(channel);
            attached = true;
        } finally {
            if (!attached) {
                channel.close();
            }
        }
        list(channel);
    }

    private void list(AbstractCompletionSource source) throws ClosedChannelException {
        if (!sources.add(source) || closing) {
            source.close();
            throw new ClosedChannelException();
        }
    }

    void remove(AbstractCompletionSource source) {
        sources.remove(source);
    }

    @Override
    public ReadinessPort readinessPort() throws IOException {
        checkOpen();
        return backend.readinessPort();
    }

    // ---- Turns ----

    /** Has the wait of another port serve this one: nobody polls it. Before the program has it. */
    public CompletionWait serveElsewhere() {
        isServedElsewhere = true;
        return wait;
    }

    /** Delivers what there is, on the thread that polls the other port. */
    public int pollServed() throws IOException {
        return pollOnce(0);
    }

    @Override
    public int poll(long timeoutNanos) throws IOException {
        checkPolls();
        return pollOnce(timeoutNanos);
    }

    private void checkPolls() {
        if (isServedElsewhere) {
            throw new IllegalStateException(this + " lives within a readiness port: whoever polls that serves both");
        }
    }

    private int pollOnce(long timeoutNanos) throws IOException {
        CompletionTurn turn = beginTurn();
        try {
            checkNotClosing();
            wait.fireDeadlines();
            int delivered = submissions.deliverAtOnce(turn);
            wait.fill(turn, delivered > 0 ? 0 : timeoutNanos);
            return count(turn, delivered + deliverBatch(turn));
        } finally {
            end(turn);
        }
    }

    @Override
    public int await(long timeoutNanos) throws IOException {
        checkPolls();
        CompletionTurn turn = beginTurn();
        try {
            checkNotClosing();
            wait.fireDeadlines();
            wait.fill(turn, turn.hasLeft() ? 0 : timeoutNanos);
            return turn.left();
        } finally {
            end(turn);
        }
    }

    @Override
    public int deliver() {
        checkPolls();
        CompletionTurn turn = turns.get();
        if (turn == null) {
            return 0;
        }
        turn.begin();
        try {
            int delivered = submissions.deliverAtOnce(turn);
            return count(turn, delivered + deliverBatch(turn));
        } finally {
            end(turn);
        }
    }

    private CompletionTurn beginTurn() throws ClosedChannelException {
        if (only != null) {
            if (closing && !only.isCurrent()) { // by now the one thread may be the one that closes
                throw Refusals.closed("the completion port");
            }
            only.claim();
        }
        CompletionTurn turn = turns.getOrMake();
        turn.begin();
        if (only != null) {
            only.enter(); // before it looks whether the port closes
        }
        return turn;
    }

    /** A port of one thread that another thread closes is drained by the one, at the end of its turn. */
    private void checkNotClosing() throws ClosedChannelException {
        if (only != null && closing && backend.isBoundToThread()) {
            throw Refusals.closed("the completion port");
        }
    }

    private void end(CompletionTurn turn) {
        if (only != null && closing && backend.isBoundToThread() && !only.isOver()) { // another thread has closed it
            turn.drainAtEnd();
        }
        if (turn.end()) { // or a callback has
            end.drain(turn);
        }
        if (only != null) {
            only.leave();
        }
    }

    private int count(CompletionTurn turn, int delivered) {
        if (delivered > 0) {
            counters.addShared(LoopCounters.EVENTS, delivered);
        } else {
            counters.addShared(turn.woken ? LoopCounters.EARLY_RETURNS : LoopCounters.EMPTY_RETURNS, 1);
        }
        return delivered;
    }

    // ---- Delivery ----

    int deliverBatch(CompletionTurn turn) {
        int delivered = 0;
        while (turn.next < turn.count) {
            int index = turn.next++; // before the callback, which may submit, and wait for nothing of this batch
            try {
                delivered += deliver(turn, index);
            } catch (Throwable e) { // not this one's alone: the others of the batch still have to be delivered
                failures.tell(null, e);
            }
            delivered += submissions.deliverAtOnce(turn);
        }
        return delivered;
    }

    private int deliver(CompletionTurn turn, int index) {
        if (turn.batch.isWakeup(index)) {
            turn.woken = true;
            wakeup.dequeued(turn.slept);
            return 0;
        }
        return turn.batch.deliver(index, submissions);
    }

    void report(Channel source, Throwable failure) {
        failures.tell(source, failure);
    }

    // ---- What a loop asks ----

    @Override
    public void wakeup() {
        wakeup.wakeup();
    }

    @Override
    public long wakeupsAsked() {
        return wakeup.asked();
    }

    @Override
    public boolean isGrown() {
        return backend.isGrown();
    }

    @Override
    public void trim() {
        backend.trim();
    }

    @Override
    public int sourceCount() {
        return sources.count();
    }

    @Override
    public boolean isOpen() {
        return !closing;
    }

    @Override
    public int pendingOperations() {
        return submissions.undelivered();
    }

    /** {@return how many buffers are lent, or about to be} */
    public int lentBuffersTaken() {
        return lentBuffers.taken();
    }

    @Override
    public int lentBuffersOut() {
        return lentBuffers.taken();
    }

    @Override
    public LoopCounters beneath() {
        return backend.readinessCounters();
    }

    // ---- The end ----

    @Override
    public void close() {
        synchronized (this) {
            if (closing) {
                return;
            }
            closing = true;
        }
        end.close();
    }

    @Override
    public void closeWithSources(Throwable cause) {
        close();
    }

    @Override
    public String toString() {
        return "CompletionPort[" + backend + (closing ? ", closed]" : "]");
    }
}
