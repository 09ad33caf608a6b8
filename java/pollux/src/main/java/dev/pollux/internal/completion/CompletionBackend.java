package dev.pollux.internal.completion;

import dev.pollux.Backend;
import dev.pollux.internal.completion.seam.TransferBuffers;
import dev.pollux.internal.file.FileOptions;
import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.system.OpenDescriptor;
import dev.pollux.system.OpenFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * What a completion port runs on: the seam between what is the same everywhere and what a system needs for it. Above it are
 * an operation's callbacks, state, deadline and result. Beneath it is the ticket: what the system needs for one submission,
 * an OVERLAPPED or an entry of a ring, which nobody above looks into.
 *
 * <p>The way of a submission: {@link #takeTicket}, then the {@code start…} method of the operation's channel. What the system
 * has completed comes out of a {@link CompletionBatch}. Then {@link #code} and {@link #bytes} tell how it ended, and {@link
 * #giveBackTicket} ends it. All methods may be called from any thread.
 */
public abstract class CompletionBackend {
    /** What a start returns if the completion comes through a {@link CompletionBatch}, or has come already. */
    public static final int PENDING = 1;

    /** What a start returns if it is complete, and nothing will come. Its ticket says how it ended. */
    public static final int DONE = 0;

    // Any negative result of a start is a code, negated, by which the system has refused to begin. Nothing will come.

    /** {@return which it is} */
    public abstract Backend kind();

    /** {@return how many bytes it needs before each lent buffer} */
    public int lentHead() {
        return 0;
    }

    /** {@return true if one thread alone may dequeue, and end it: the first that waits} */
    public boolean isBoundToThread() {
        return false;
    }

    // ---- What one thread dequeues ----

    /** Makes what one thread dequeues into. */
    public abstract CompletionBatch newBatch(int capacity);

    /**
     * Called once the port is made, and before the program has it.
     *
     * @throws IOException if what the port is to live within is closed
     */
    public void opened(CompletionPortWork port) throws IOException {}

    /** {@return a readiness port that the waits of the completion port serve, the same each time} */
    public ReadinessPort readinessPort() throws IOException {
        throw new UnsupportedOperationException("a readiness port in the same wait is not available on backend "
                + kind() + ". The other way is: CompletionPort.builder().within(readinessPort)");
    }

    /** {@return the counters of the readiness port, unless that is the program's, or null} */
    public LoopCounters readinessCounters() {
        return null;
    }

    /** Ends one wait: the batch of one thread gets a {@linkplain CompletionBatch#isWakeup wakeup}. Never lost, never refused. */
    public abstract void wake();

    // ---- Channels. Each is open when it is returned, and not yet known to the port ----

    public abstract AbstractCompletionListener openListener(CompletionPortWork port) throws IOException;

    public abstract AbstractCompletionSocket openSocket(CompletionPortWork port, InetSocketAddress remote)
            throws IOException;

    public abstract AbstractCompletionSocket adoptSocket(CompletionPortWork port, long handle) throws IOException;

    /** Makes a socket of one that stays the caller's, too. Its close, while that one is open, gives that one up. */
    public AbstractCompletionSocket adoptSocket(CompletionPortWork port, OpenDescriptor socket) throws IOException {
        throw new UnsupportedOperationException(kind() + " takes no socket by its descriptor");
    }

    /** Makes a listener of one that listens already, and that stays the caller's. Its close gives that one up. */
    public AbstractCompletionListener adoptListener(CompletionPortWork port, OpenDescriptor listener)
            throws IOException {
        throw new UnsupportedOperationException(kind() + " takes no listener by its descriptor");
    }

    /** Makes a socket for datagrams of one that stays the caller's. Its close gives that one up. */
    public AbstractCompletionUdpSocket adoptUdpSocket(CompletionPortWork port, OpenDescriptor socket)
            throws IOException {
        throw new UnsupportedOperationException(kind() + " takes no socket for datagrams by its descriptor");
    }

    /** @param local tells the family. A wildcard takes IPv4 and IPv6 */
    public abstract AbstractCompletionUdpSocket openUdpSocket(CompletionPortWork port, InetSocketAddress local)
            throws IOException;

    /** Has the completions of a channel come to this backend's batches. */
    public abstract void attach(AbstractCompletionChannel channel) throws IOException;

    // ---- What operations are made of ----

    /** Opens a file, whose operations come to this backend's batches. It is not yet known to the port. */
    public abstract AbstractCompletionFile openFile(CompletionPortWork port, Path path, FileOptions options)
            throws IOException;

    /**
     * {@return the same file, to be sent by a socket}
     *
     * @throws IllegalArgumentException if it is of another backend
     */
    public abstract OpenFile checkFile(OpenFile file);

    /**
     * Checks buffers for use by operations.
     *
     * @throws IllegalArgumentException if the system can't use one of them while the program runs on
     */
    public abstract TransferBuffers buffers(ByteBuffer... buffers);

    /** {@return native memory for use by operations, checked by the caller} */
    public abstract TransferBuffers memory(long address, int length);

    // ---- A submission ----

    /** {@return a ticket for a submission of an operation} */
    public abstract Object takeTicket(AbstractOperation<?> operation);

    /** Makes the ticket of a completed part ready for the next part of the same submission. */
    public abstract void reuseTicket(Object ticket);

    /**
     * {@return where a direct buffer's memory begins}
     *
     * @throws UnsupportedOperationException if nobody here can tell
     */
    public long addressOf(ByteBuffer buffer) {
        throw new UnsupportedOperationException("the address of memory: there is no binding");
    }

    /** Ends a submission, wherever it was: not started, refused, complete, or failed by an Error after the system had begun. */
    public abstract void giveBackTicket(Object ticket);

    /** Starts a completion without a channel. */
    public abstract int startPost(PostOperationWork operation) throws IOException;

    /** Has an operation that was complete at once come out of a batch, as if it had been pending. Never refused. */
    public abstract void deliverByBatch(AbstractOperation<?> operation);

    /** {@return the system's code of how a completed submission failed, or 0 if it did not} */
    public abstract int code(Object ticket);

    /** {@return how many bytes a completed submission has transferred} */
    public abstract int bytes(Object ticket);

    /** {@return true if a code means that the submission was cancelled, or its channel closed} */
    public abstract boolean isCancelled(int code);

    // ---- Its memory, and its end ----

    /** {@return how many tickets are taken} */
    public abstract int ticketsTaken();

    /** {@return true if something has grown beyond the usual} */
    public abstract boolean isGrown();

    /** Gives back what was not used since the last time. */
    public abstract void trim();

    /** Ends the waits, and frees all. No submission is under way. */
    public abstract void close();

    /** {@return what it is, for messages: {@code iocp by ffm}} */
    @Override
    public abstract String toString();
}
