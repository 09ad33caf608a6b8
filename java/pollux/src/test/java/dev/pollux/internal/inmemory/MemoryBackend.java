package dev.pollux.internal.inmemory;

import dev.pollux.Backend;
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
import dev.pollux.internal.file.FileOptions;
import dev.pollux.internal.readiness.channel.ChannelFileSource;
import dev.pollux.system.OpenFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** See {@link MemoryProvider}. Everything is guarded by this object. */
final class MemoryBackend extends CompletionBackend {
    // Why a submission failed.
    static final int CANCELLED = 1;
    static final int CLOSED = 2;
    static final int REFUSED = 3;
    static final int PEER_GONE = 4;

    static final MemoryTicket WAKEUP = new MemoryTicket(null);
    private static final int FIRST_NUMBER = 50_000;

    final ArrayDeque<MemoryTicket> queue = new ArrayDeque<>();
    final Map<Integer, MemoryListener.Handle> listeners = new HashMap<>();
    boolean closed;
    private int numbers = FIRST_NUMBER;
    private int taken;

    int newNumber() {
        return numbers++;
    }

    /** A submission waits until another thing happens. */
    int waits(MemoryTicket ticket, Collection<MemoryTicket> among) {
        ticket.among = among;
        among.add(ticket);
        return PENDING;
    }

    /** It comes out of a batch next. */
    synchronized void complete(MemoryTicket ticket) {
        ticket.among = null;
        queue.add(ticket);
        notifyAll();
    }

    /** Ends one that still waits. */
    synchronized void endWaiting(MemoryTicket ticket, int code) {
        if (ticket.among != null && ticket.among.remove(ticket)) {
            ticket.code = code;
            complete(ticket);
        }
    }

    void endAll(Collection<MemoryTicket> waiting) {
        for (MemoryTicket each : List.copyOf(waiting)) {
            endWaiting(each, CLOSED);
        }
    }

    @Override
    public Backend kind() {
        return Backend.NIO;
    }

    @Override
    public CompletionBatch newBatch(int capacity) {
        return new MemoryBatch(this, capacity);
    }

    @Override
    public void wake() {
        complete(WAKEUP);
    }

    @Override
    public AbstractCompletionListener openListener(CompletionPortWork port) {
        return new MemoryListener(port, this);
    }

    @Override
    public AbstractCompletionSocket openSocket(CompletionPortWork port, InetSocketAddress remote) {
        return new MemorySocket(port, this, null);
    }

    @Override
    public AbstractCompletionSocket adoptSocket(CompletionPortWork port, long handle) {
        throw new UnsupportedOperationException("sockets of the system's");
    }

    @Override
    public AbstractCompletionUdpSocket openUdpSocket(CompletionPortWork port, InetSocketAddress local) {
        throw new UnsupportedOperationException("UDP");
    }

    @Override
    public void attach(AbstractCompletionChannel channel) {
        // All come out of the one queue.
    }

    @Override
    public AbstractCompletionFile openFile(CompletionPortWork port, Path path, FileOptions options) throws IOException {
        return new PooledFile(port, ChannelFileSource.open(path, options), options);
    }

    @Override
    public OpenFile checkFile(OpenFile file) {
        throw new IllegalArgumentException(file + " is of another backend");
    }

    @Override
    public TransferBuffers buffers(ByteBuffer... buffers) {
        for (ByteBuffer each : buffers) {
            if (!each.isDirect()) {
                throw new IllegalArgumentException("not a direct buffer: " + each);
            }
        }
        return new MemoryBuffers(buffers);
    }

    @Override
    public TransferBuffers memory(long address, int length) {
        throw new UnsupportedOperationException("memory by its address");
    }

    @Override
    public synchronized Object takeTicket(AbstractOperation<?> operation) {
        taken++;
        return new MemoryTicket(operation);
    }

    @Override
    public void reuseTicket(Object ticket) {
        ((MemoryTicket) ticket).bytes = 0;
    }

    @Override
    public synchronized void giveBackTicket(Object ticket) {
        taken--;
    }

    @Override
    public int startPost(PostOperationWork operation) {
        complete(MemoryTicket.of(operation));
        return PENDING;
    }

    @Override
    public void deliverByBatch(AbstractOperation<?> operation) {
        complete(MemoryTicket.of(operation));
    }

    @Override
    public int code(Object ticket) {
        return ((MemoryTicket) ticket).code;
    }

    @Override
    public int bytes(Object ticket) {
        return ((MemoryTicket) ticket).bytes;
    }

    @Override
    public boolean isCancelled(int code) {
        return code == CANCELLED;
    }

    @Override
    public synchronized int ticketsTaken() {
        return taken;
    }

    @Override
    public boolean isGrown() {
        return false;
    }

    @Override
    public void trim() {
        // Nothing has grown.
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    @Override
    public String toString() {
        return "memory";
    }
}
