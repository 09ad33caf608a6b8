package dev.pollux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;

/**
 * What a connection has still to write. It takes any number of writes, hands the system many small ones in one gather
 * write ({@code sendmsg(2)}), keeps what the socket does not take, and goes on when it does. Bytes leave in the order in
 * which they came in, and none is lost while the connection lives.
 *
 * <p>It works beside the callback of a socket's {@link Registration}: it waits for writability only while something is
 * left, whatever interest the program asks for, and the callback does not learn of it. So the program pauses and resumes
 * reading by {@link Registration#modify} as if there were no queue. Once a socket has a queue, write to the socket through
 * it alone.
 *
 * <p>Memory is bounded three ways. Above the high water mark the writer is told to stop, at the low one to go on. What
 * would go beyond the limit is refused: {@link #offer} says so, {@link #write} throws. And an empty queue holds no memory
 * but itself: its chunks come from a pool that all queues of the loop share.
 *
 * <p>A socket that still connects may have a queue. What is written to it, and a {@link #finish}, waits for the connection:
 * the queue asks {@link StreamSocket#finishConnect} then, after the callback if that waits for {@link Interest#WRITE}. A
 * connect that fails is a failed connection.
 *
 * <p>A failed connection fails everything pending, and says so once, to {@link Listener#onFailure}. Closing the socket
 * drops what is pending, and says nothing: {@link #finish} is what ends a connection in order.
 *
 * <p>Not for use by several threads: every method is called on the loop's thread, and all calls back come on it. A call
 * from another thread while the loop waits or delivers is refused with an {@link IllegalStateException}.
 */
public final class WriteQueue {
    /** A held buffer with less in it is copied: an {@code iovec} and a call back cost more. */
    static final int HELD_MIN_BYTES = 1024;

    /** From here on a write is tried at once and without a copy, together with what waits: it is a batch by itself. */
    private static final int STRAIGHT_BYTES = ChunkPool.CHUNK_BYTES;

    /** As much is not kept back until the turn's end. */
    private static final int EAGER_BYTES = 64 * 1024;

    /** When what was written goes to the system. */
    public enum FlushMode {
        /**
         * At the end of the loop's turn, before it waits again: all that one turn writes goes in one call. The default.
         */
        END_OF_TURN,
        /** With each write: the least delay, a system call a write. */
        AT_ONCE
    }

    /** Takes back a buffer that a queue has held. */
    @FunctionalInterface
    public interface Release {
        /**
         * Called once, on the loop's thread, when the queue needs the buffer no longer. It has no bytes remaining, unless
         * the connection failed or was closed before they were written.
         *
         * @param buffer the buffer
         */
        void onRelease(ByteBuffer buffer);
    }

    /** Learns how a queue fares. What its methods throw goes to the {@link ErrorHandler}. */
    public interface Listener {
        /**
         * More bytes are pending than the high water mark says: the writer is to stop. Called within the write that crossed
         * the mark, when it is done; once, until {@link #onLowWater}.
         *
         * @param queue the queue
         * @throws Exception anything: it goes to the error handler
         */
        default void onHighWater(WriteQueue queue) throws Exception {}

        /**
         * As few bytes are pending as the low water mark says, and the writer was told to stop: it may go on.
         *
         * @param queue the queue
         * @throws Exception anything: it goes to the error handler
         */
        default void onLowWater(WriteQueue queue) throws Exception {}

        /**
         * All that was written before {@link WriteQueue#finish} has gone to the system, and the sending half is shut.
         *
         * @param queue the queue
         * @throws Exception anything: it goes to the error handler
         */
        default void onFinished(WriteQueue queue) throws Exception {}

        /**
         * The socket failed; what was pending is dropped. Called once, never within a call of the program's. By default the
         * failure goes to the {@link ErrorHandler}, whose default closes the socket.
         *
         * @param queue the queue
         * @param failure what the socket threw
         * @throws Exception anything: it goes to the error handler
         */
        default void onFailure(WriteQueue queue, IOException failure) throws Exception {
            throw failure;
        }
    }

    /** For lack of memory: made in time, and for all. */
    private static final IOException UNTOLD =
            new IOException("the connection failed, and there was no memory to say of what");

    static {
        UNTOLD.setStackTrace(new StackTraceElement[0]);
    }

    private enum State {
        OPEN,
        FINISHING, // finish() was called
        FINISHED, // and all is done
        FAILED,
        CLOSED // the registration is
    }

    private volatile Registration registration; // another one when it is moved to another port
    private final StreamSocket socket;
    private final Listener listener;
    private final FlushMode flushMode;
    private final int highWaterBytes;
    private final int lowWaterBytes;
    private final int limitBytes;
    private final int eagerBytes;
    private final WriteSegments segments = new WriteSegments();
    private State state = State.OPEN;
    private int pendingBytes;
    private boolean blocked; // the system took less than it was offered: to be asked again when it is writable
    private boolean stopped; // onHighWater was called, and onLowWater not since
    private boolean scheduled; // stands in the list of its port
    private boolean failureTold;
    private boolean draining;
    private boolean connecting; // the socket was not connected when last asked
    private IOException failure;

    private WriteQueue(Builder builder) {
        registration = builder.registration;
        socket = (StreamSocket) registration.source();
        connecting = socket.isConnecting();
        listener = builder.listener;
        flushMode = builder.flushMode;
        highWaterBytes = builder.highWaterBytes;
        lowWaterBytes = builder.lowWaterBytes;
        limitBytes = builder.limitBytes;
        eagerBytes = Math.min(EAGER_BYTES, highWaterBytes);
    }

    /**
     * Opens a queue with the defaults.
     *
     * @param registration the registration of a {@link StreamSocket} that is connected or connects, LEVEL or EDGE
     * @return the queue
     * @throws IllegalStateException if the registration is closed, or has a queue
     * @throws IllegalArgumentException if it is not a stream socket's, or fires once or exclusively
     */
    public static WriteQueue open(Registration registration) {
        return builder(registration).open();
    }

    /**
     * {@return a builder, for what differs from the defaults}
     *
     * @param registration as in {@link #open}
     * @throws IllegalArgumentException if it is not a stream socket's, or fires once or exclusively
     */
    public static Builder builder(Registration registration) {
        return new Builder(Objects.requireNonNull(registration, "registration"));
    }

    /** What a queue can be told before it is opened. */
    public static final class Builder {
        private static final Listener SILENT = new Listener() {};

        private final Registration registration;
        private Listener listener = SILENT;
        private FlushMode flushMode = FlushMode.END_OF_TURN;
        private int highWaterBytes = 64 * 1024;
        private int lowWaterBytes = 16 * 1024;
        private int limitBytes = 1024 * 1024;

        private Builder(Registration registration) {
            if (!(registration.source() instanceof StreamSocket)) {
                throw new IllegalArgumentException(
                        "a write queue is a StreamSocket's, not for " + registration.source());
            }
            TriggerMode mode = registration.triggerMode();
            if (mode != TriggerMode.LEVEL && mode != TriggerMode.EDGE) {
                throw new IllegalArgumentException("a write queue needs a LEVEL or EDGE registration, this is " + mode);
            }
            this.registration = registration;
        }

        /**
         * Sets who learns how the queue fares; by default nobody, and failures go to the {@link ErrorHandler}.
         *
         * @param newListener the listener
         * @return this
         */
        public Builder listener(Listener newListener) {
            listener = Objects.requireNonNull(newListener, "listener");
            return this;
        }

        /**
         * Sets when writes go to the system; {@link FlushMode#END_OF_TURN} by default.
         *
         * @param mode the mode
         * @return this
         */
        public Builder flushMode(FlushMode mode) {
            flushMode = Objects.requireNonNull(mode, "flushMode");
            return this;
        }

        /**
         * Sets the water marks; 16 KiB and 64 KiB by default.
         *
         * @param lowBytes the writer may go on when so many bytes are pending, or fewer; 0 or more
         * @param highBytes the writer is to stop when more bytes are pending; more than {@code lowBytes}
         * @return this
         * @throws IllegalArgumentException if they are not in order
         */
        public Builder waterMarks(int lowBytes, int highBytes) {
            if (lowBytes < 0 || highBytes <= lowBytes) {
                throw new IllegalArgumentException(
                        "water marks of " + lowBytes + " and " + highBytes + " bytes: 0 <= low < high is needed");
            }
            lowWaterBytes = lowBytes;
            highWaterBytes = highBytes;
            return this;
        }

        /**
         * Sets how many bytes may be pending at most; 1 MiB by default.
         *
         * @param bytes the limit; at least 1, and not below the high water mark when the queue is opened
         * @return this
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder limit(int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("a limit of " + bytes + " bytes: at least 1 is needed");
            }
            limitBytes = bytes;
            return this;
        }

        /**
         * Opens the queue.
         *
         * @return the queue
         * @throws IllegalStateException if the registration is closed, or has a queue
         * @throws IllegalArgumentException if the limit is below the high water mark
         */
        public WriteQueue open() {
            if (limitBytes < highWaterBytes) {
                throw new IllegalArgumentException(
                        "a limit of " + limitBytes + " bytes is below the high water mark of " + highWaterBytes
                                + ": the writer could never be told to stop");
            }
            registration.port.checkNotPolledElsewhere();
            WriteQueue queue = new WriteQueue(this);
            registration.addWriteQueue(queue);
            return queue;
        }
    }

    /**
     * Writes a copy of a buffer's bytes, all of them: the buffer has none remaining afterwards, and is the caller's.
     *
     * @param buffer the bytes
     * @throws IOException if they would go beyond the limit, or the connection has failed or was closed; none is taken then
     * @throws IllegalStateException after {@link #finish}, or on a wrong thread
     * @throws IllegalArgumentException if there are more than the limit
     */
    public void write(ByteBuffer buffer) throws IOException {
        if (!offer(buffer)) {
            throw refusal(buffer);
        }
    }

    /**
     * Writes a copy of a buffer's bytes, if they stay within the limit.
     *
     * @param buffer the bytes
     * @return true if all were taken; false if none was, because of the limit, or because the connection has failed or was
     *     closed
     * @throws IllegalStateException after {@link #finish}, or on a wrong thread
     * @throws IllegalArgumentException if there are more than the limit
     */
    public boolean offer(ByteBuffer buffer) {
        if (!accepts(buffer)) {
            return false;
        }
        if (!blocked && !draining && (flushMode == FlushMode.AT_ONCE || buffer.remaining() >= STRAIGHT_BYTES)) {
            writeStraight(buffer);
        } else {
            append(buffer);
        }
        settle();
        return true;
    }

    /**
     * Writes a buffer without copying it: it is the queue's until it is released. Meant for direct buffers; little is copied
     * all the same, and released at once.
     *
     * @param buffer the bytes; not to be touched before it is released
     * @param release gets it back, whatever happens
     * @throws IOException as {@link #write(ByteBuffer)}; the buffer is still the caller's then
     * @throws IllegalStateException as {@link #write(ByteBuffer)}
     * @throws IllegalArgumentException as {@link #write(ByteBuffer)}
     */
    public void write(ByteBuffer buffer, Release release) throws IOException {
        if (!offer(buffer, release)) {
            throw refusal(buffer);
        }
    }

    /**
     * Writes a buffer without copying it, as {@link #write(ByteBuffer, Release)}, if it stays within the limit.
     *
     * @param buffer the bytes; not to be touched before it is released
     * @param release gets it back, whatever happens
     * @return as {@link #offer(ByteBuffer)}; if false, the buffer is still the caller's
     * @throws IllegalStateException as {@link #write(ByteBuffer)}
     * @throws IllegalArgumentException as {@link #write(ByteBuffer)}
     */
    public boolean offer(ByteBuffer buffer, Release release) {
        Objects.requireNonNull(release, "release");
        if (!accepts(buffer)) {
            return false;
        }
        if (buffer.remaining() < HELD_MIN_BYTES) {
            append(buffer);
            settle();
            release(release, buffer);
            return true;
        }
        int bytes = buffer.remaining();
        boolean isEager = prepareFlush(bytes);
        segments.hold(buffer, release, registration.port.chunks);
        added(bytes, isEager);
        settle();
        return true;
    }

    private boolean accepts(ByteBuffer buffer) {
        registration.port.checkNotPolledElsewhere();
        int remaining = buffer.remaining();
        if (state == State.FINISHING || state == State.FINISHED) {
            throw new IllegalStateException("finish() was called: nothing can be written any more to " + socket);
        }
        if (remaining > limitBytes) {
            throw new IllegalArgumentException(
                    remaining + " bytes never fit a write queue whose limit is " + limitBytes);
        }
        return state == State.OPEN && registration.isOpen() && remaining <= limitBytes - pendingBytes;
    }

    private IOException refusal(ByteBuffer buffer) {
        if (failure != null) {
            return new IOException("the connection has failed: " + failure.getMessage(), failure);
        }
        if (state == State.CLOSED || !registration.isOpen()) {
            return new ClosedChannelException();
        }
        return new IOException("the write queue of " + socket + " is full: " + pendingBytes + " bytes are pending, "
                + buffer.remaining() + " more would be beyond the limit of " + limitBytes);
    }

    private void append(ByteBuffer buffer) {
        int bytes = buffer.remaining();
        boolean isEager = prepareFlush(bytes);
        segments.copy(buffer, registration.port.chunks);
        added(bytes, isEager);
    }

    /** Offers a buffer to the system behind what waits, in one call; only what is left of it is copied. */
    private void writeStraight(ByteBuffer buffer) {
        int bytes = buffer.remaining();
        segments.borrow(buffer, registration.port.chunks);
        pendingBytes += bytes;
        drain();
        segments.takeBorrowed();
        if (state != State.FAILED) {
            keepRest(buffer, bytes);
        }
        if (state == State.FAILED) {
            buffer.position(buffer.limit());
        }
    }

    /** Without memory for it, the write is refused; but the connection fails if a part of it is already gone. */
    private void keepRest(ByteBuffer buffer, int bytes) {
        try {
            segments.copy(buffer, registration.port.chunks);
        } catch (Throwable e) {
            if (buffer.remaining() == bytes) {
                pendingBytes -= bytes;
                throw e;
            }
            fail(e);
        }
    }

    /**
     * Returns true if so many more bytes are to be offered at once; else sees to it that they are in time. Before they are
     * taken, because it may fail for lack of memory.
     */
    private boolean prepareFlush(int bytes) {
        if (blocked || draining) {
            return false;
        }
        if (flushMode == FlushMode.AT_ONCE || pendingBytes + bytes >= eagerBytes) {
            return true;
        }
        if (pendingBytes + bytes > 0) {
            schedule();
        }
        return false;
    }

    private void added(int bytes, boolean isEager) {
        pendingBytes += bytes;
        if (isEager) {
            drain();
        }
    }

    private void schedule() {
        if (!scheduled) {
            registration.port.flushLater(this);
            scheduled = true;
        }
    }

    /**
     * Offers what is pending to the system now, instead of at the turn's end. Does nothing while the socket takes no more.
     *
     * @throws IllegalStateException on a wrong thread
     */
    public void flush() {
        registration.port.checkNotPolledElsewhere();
        if (!blocked && !draining) {
            drain();
        }
        settle();
    }

    /**
     * Ends the connection's sending half in order: what is pending is written, then the output is shut, so that the peer
     * reads the end of the stream, and {@link Listener#onFinished} is called, never within this call. The socket stays open
     * for reading. A second call does nothing.
     *
     * @throws IllegalStateException on a wrong thread
     */
    public void finish() {
        registration.port.checkNotPolledElsewhere();
        if (state == State.OPEN) {
            schedule();
            state = State.FINISHING;
        }
    }

    /** {@return how many bytes are pending: written to the queue, and not taken by the system} */
    public int pendingBytes() {
        return pendingBytes;
    }

    /** {@return how many bytes may be pending at most} */
    public int limitBytes() {
        return limitBytes;
    }

    /** {@return true from {@link Listener#onHighWater} to {@link Listener#onLowWater}: the writer is to wait} */
    public boolean isAboveHighWater() {
        return stopped;
    }

    /** {@return the registration that it belongs to} */
    public Registration registration() {
        return registration;
    }

    /** True if something is to be done at the turn's end. */
    boolean isScheduled() {
        return scheduled;
    }

    /** For tests: how many buffers it has room for. */
    int room() {
        return segments.room();
    }

    /** Called when the registration moves to another port, where the first event does what the turn's end here would. */
    void moved(Registration target) {
        blocked |= scheduled;
        scheduled = false; // not with the target: what is written there is to be
        registration = target;
    }

    /** Called when a move has failed: what was to be done at this turn's end still is. */
    void stays(Registration origin, boolean waits) {
        blocked = waits;
        registration = origin;
    }

    /** True until the connect of its socket has ended, as far as the queue knows; and if it failed. */
    boolean isConnecting() {
        return connecting;
    }

    /** Called by the port when the socket takes bytes again, or has failed; or when its connect has ended. */
    void writable() {
        if (connecting && state != State.FAILED && state != State.CLOSED) {
            try {
                if (!socket.completeConnect()) {
                    return;
                }
                connecting = false;
            } catch (Throwable e) {
                fail(e);
            }
        }
        goOn();
    }

    private static IOException asFailure(Throwable e) {
        if (e instanceof IOException failure) {
            return failure;
        }
        try {
            return new IOException(e.toString(), e);
        } catch (Throwable noMemory) {
            return UNTOLD;
        }
    }

    /** Called by the port before it waits. */
    void endOfTurn(ReadinessPort port) {
        if (registration.port == port) { // else it has moved
            scheduled = false;
            if (blocked && state != State.FAILED) {
                settle();
            } else {
                goOn();
            }
        }
    }

    private void goOn() {
        if (state == State.OPEN || state == State.FINISHING) {
            drain();
        }
        if (state == State.FAILED) {
            tellFailure();
            return;
        }
        settle();
        if (state == State.FINISHING && !connecting) {
            finishIfEmpty();
        }
    }

    /** Called by the port when the registration is closed. */
    void drop() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            discard();
        }
    }

    /** Writes until nothing is left, or the system takes no more. */
    private void drain() {
        if (state == State.FAILED || state == State.CLOSED || !registration.isOpen()) {
            return;
        }
        if (connecting && (connecting = socket.isConnecting())) {
            block(true); // whatever is pending: finish() waits, too
            return;
        }
        draining = true;
        try {
            while (!segments.isEmpty()) {
                long offered = segments.offered();
                long taken = segments.writeTo(socket);
                pendingBytes -= (int) taken;
                // An edge comes only after a refusal; and less may be taken than there is room for (heap buffers).
                if (taken == 0 || taken < offered && registration.triggerMode() == TriggerMode.LEVEL) {
                    block(true);
                    return;
                }
            }
            block(false);
        } catch (Throwable e) { // no IOException: a held buffer whose memory, or whose mapped file's page, is gone
            fail(e);
        } finally {
            draining = false;
        }
    }

    private void block(boolean newBlocked) {
        if (blocked != newBlocked) {
            blocked = newBlocked;
            registration.queueWaits(newBlocked);
        }
    }

    private void fail(Throwable e) {
        if (!registration.isOpen()) {
            return; // another thread has closed it: it is no failure, and drop() comes
        }
        state = State.FAILED;
        pendingBytes = 0;
        segments.skipAll();
        failure = asFailure(e);
        block(!isToBeTold());
    }

    /** False without memory for it: then the port tells the failure when the socket is writable. */
    private boolean isToBeTold() {
        try {
            schedule();
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    private void discard() {
        pendingBytes = 0;
        segments.skipAll();
        releaseWritten();
    }

    private void finishIfEmpty() {
        if (!segments.isEmpty()) {
            return;
        }
        state = State.FINISHED;
        try {
            socket.shutdownOutput();
        } catch (Throwable e) {
            if (!registration.isOpen()) {
                return;
            }
            state = State.FAILED;
            failure = asFailure(e);
            tellFailure();
            return;
        }
        try {
            listener.onFinished(this);
        } catch (Throwable e) {
            registration.port.failed(registration, e);
        }
    }

    private void tellFailure() {
        block(false);
        releaseWritten();
        if (failureTold || !registration.isOpen()) {
            return; // or closed in between, so nobody waits to be told
        }
        failureTold = true;
        try {
            listener.onFailure(this, failure);
        } catch (Throwable e) {
            registration.port.failed(registration, e);
        }
        if (connecting) {
            socket.close(); // as finishConnect does; last, since closing it drops what is not told
        }
    }

    /** Runs the caller's code that a change calls for. Last of all, since that code may write. */
    private void settle() {
        if (draining) {
            return;
        }
        if (segments.hasWritten()) {
            releaseWritten();
        }
        if (!stopped && pendingBytes > highWaterBytes) {
            stopped = true;
            try {
                listener.onHighWater(this);
            } catch (Throwable e) {
                registration.port.failed(registration, e);
            }
        } else if (stopped && pendingBytes <= lowWaterBytes && state == State.OPEN) {
            stopped = false;
            try {
                listener.onLowWater(this);
            } catch (Throwable e) {
                registration.port.failed(registration, e);
            }
        }
    }

    private void releaseWritten() {
        while (segments.hasWritten()) {
            Release release = segments.nextWritten(registration.port.chunks);
            ByteBuffer buffer = segments.forgetWritten(registration.port.chunks);
            if (release != null) {
                release(release, buffer);
            }
        }
    }

    private void release(Release release, ByteBuffer buffer) {
        try {
            release.onRelease(buffer);
        } catch (Throwable e) {
            registration.port.failed(registration, e);
        }
    }

    @Override
    public String toString() {
        return "WriteQueue[" + socket + ", " + pendingBytes + " of " + limitBytes + " bytes"
                + (state == State.OPEN ? "" : ", " + state.toString().toLowerCase(java.util.Locale.ROOT)) + "]";
    }
}
