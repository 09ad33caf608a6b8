package dev.pollux.internal.uring;

import dev.pollux.Backend;
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
import dev.pollux.internal.completion.seam.TransferBuffers;
import dev.pollux.internal.file.FileOptions;
import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.linux.EventFd;
import dev.pollux.linux.Family;
import dev.pollux.linux.IoUring;
import dev.pollux.linux.IoUringSetup;
import dev.pollux.linux.LinuxFile;
import dev.pollux.linux.LinuxStreamListener;
import dev.pollux.linux.LinuxStreamSocket;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.system.OpenFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;

/** io_uring. A submission's ticket is a {@link UringTicket}. */
final class UringBackend extends CompletionBackend {
    static final int ECANCELED = 125;

    final UringEngine engine;
    private CompletionPortWork port;

    // Guarded by this object.
    private RingReadiness readiness; // or null
    private boolean isClosed;

    private UringBackend(UringEngine engine) {
        this.engine = engine;
    }

    /** @param entries how many are put in before they have to be submitted. The ring holds eight times as many completions */
    static UringBackend open(int entries, int completions, boolean single) throws IOException {
        IoUring ring = openRing(entries, completions, single);
        try {
            EventFd wakeup = EventFd.create();
            try {
                return new UringBackend(new UringEngine(ring, wakeup, single));
            } catch (Throwable e) {
                wakeup.close();
                throw e;
            }
        } catch (Throwable e) {
            ring.close();
            throw e;
        }
    }

    /** A ring of one thread belongs to the first that polls, so it is of use only if it can be opened disabled. */
    private static IoUring openRing(int entries, int completions, boolean single) throws IOException {
        int shared = IoUringSetup.CLAMP | IoUringSetup.SUBMIT_ALL | IoUringSetup.NO_SQARRAY;
        if (single) {
            int alone = IoUringSetup.R_DISABLED | IoUringSetup.SINGLE_ISSUER | IoUringSetup.DEFER_TASKRUN;
            IoUring ring = new IoUringSetup(entries)
                    .completions(completions)
                    .wish(shared | alone)
                    .open();
            if ((ring.setupFlags() & alone) == alone) {
                return ring;
            }
            ring.close();
        }
        return new IoUringSetup(entries).completions(completions).wish(shared).open();
    }

    @Override
    public void opened(CompletionPortWork openedPort) {
        port = openedPort;
    }

    /** An epoll port, whose descriptor the ring watches. */
    @Override
    public synchronized ReadinessPort readinessPort() throws IOException {
        if (readiness == null) {
            if (isClosed) {
                throw new ClosedChannelException();
            }
            readiness = RingReadiness.open(port, engine);
        }
        return readiness.port;
    }

    @Override
    public LoopCounters readinessCounters() {
        RingReadiness its = engine.waits.readiness;
        return its == null ? null : its.port.counters;
    }

    @Override
    public Backend kind() {
        return Backend.IO_URING;
    }

    @Override
    public boolean isBoundToThread() {
        return engine.threads.isSingle();
    }

    @Override
    public int lentHead() {
        return isBoundToThread() && UringProbe.hasMultishotReceive() ? UringReceiveStream.HEAD : 0;
    }

    @Override
    public CompletionBatch newBatch(int capacity) {
        return new UringBatch(engine, capacity);
    }

    @Override
    public void wake() {
        engine.shared.wake();
    }

    @Override
    public AbstractCompletionListener openListener(CompletionPortWork port) throws IOException {
        return UringListener.open(port, engine);
    }

    @Override
    public AbstractCompletionSocket openSocket(CompletionPortWork port, InetSocketAddress remote) throws IOException {
        return UringSocket.open(port, engine, Family.forIp(remote));
    }

    @Override
    public AbstractCompletionSocket adoptSocket(CompletionPortWork port, long handle) throws IOException {
        if (handle != (int) handle) {
            throw new IllegalArgumentException("not a descriptor: " + handle);
        }
        return new UringSocket(port, engine, LinuxStreamSocket.adopt((int) handle));
    }

    @Override
    public AbstractCompletionSocket adoptSocket(CompletionPortWork port, OpenDescriptor socket) throws IOException {
        if (!(socket instanceof LinuxStreamSocket stream)) {
            throw new IllegalArgumentException("not a stream socket of Linux's: " + socket);
        }
        LinuxStreamSocket lent = stream.lend();
        try {
            return new UringSocket(port, engine, lent);
        } catch (Throwable e) { // no memory
            lent.close();
            throw e;
        }
    }

    @Override
    public AbstractCompletionListener adoptListener(CompletionPortWork port, OpenDescriptor listener)
            throws IOException {
        if (!(listener instanceof LinuxStreamListener its)) {
            throw new IllegalArgumentException("not a listener of Linux's: " + listener);
        }
        return UringListener.of(port, engine, its.lend());
    }

    @Override
    public AbstractCompletionUdpSocket openUdpSocket(CompletionPortWork port, InetSocketAddress local)
            throws IOException {
        return UringUdpSocket.open(port, engine, local);
    }

    @Override
    public void attach(AbstractCompletionChannel channel) {
        // Each submission names its ring.
    }

    @Override
    public AbstractCompletionFile openFile(CompletionPortWork port, Path path, FileOptions options) throws IOException {
        return UringFile.open(port, engine, path, options);
    }

    @Override
    public OpenFile checkFile(OpenFile file) {
        return file instanceof LinuxFile ? file : UringFile.of(file);
    }

    @Override
    public TransferBuffers buffers(ByteBuffer... buffers) {
        return new UringBuffers(buffers);
    }

    @Override
    public TransferBuffers memory(long address, int length) {
        return new UringBuffers(address, length);
    }

    @Override
    public long addressOf(ByteBuffer buffer) {
        return BindingRegistry.linuxCalls().addressOf(buffer);
    }

    @Override
    public Object takeTicket(AbstractOperation<?> operation) {
        UringTicket ticket = engine.take();
        ticket.operation(operation);
        return ticket;
    }

    @Override
    public void reuseTicket(Object ticket) {
        ((UringTicket) ticket).reset();
    }

    @Override
    public void giveBackTicket(Object ticket) {
        engine.giveBack((UringTicket) ticket);
    }

    @Override
    public int startPost(PostOperationWork operation) {
        engine.done(UringTicket.of(operation));
        return PENDING;
    }

    @Override
    public void deliverByBatch(AbstractOperation<?> operation) {
        engine.done(UringTicket.of(operation));
    }

    @Override
    public int code(Object ticket) {
        return ((UringTicket) ticket).code;
    }

    @Override
    public int bytes(Object ticket) {
        return ((UringTicket) ticket).bytes;
    }

    @Override
    public boolean isCancelled(int code) {
        return code == ECANCELED;
    }

    @Override
    public int ticketsTaken() {
        return engine.taken();
    }

    @Override
    public boolean isGrown() {
        return engine.isGrown();
    }

    @Override
    public void trim() {
        engine.trim();
    }

    @Override
    public void close() {
        try {
            engine.close();
        } finally {
            closeReadiness();
        }
    }

    private synchronized void closeReadiness() {
        isClosed = true;
        if (readiness != null) {
            readiness.port.close();
        }
    }

    @Override
    public String toString() {
        return kind() + " by " + BindingRegistry.chosen();
    }
}
