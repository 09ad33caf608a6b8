package dev.pollux.internal.readiness;

import dev.pollux.readiness.TriggerMode;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;

/** A write queue, on its loop's thread. */
public final class WriteQueueWork implements WriteQueue {
    /** A held buffer with less in it is copied: an {@code iovec} and a call back cost more. */
    public static final int HELD_MIN_BYTES = 1024;

    /** From here on a write is tried at once and without a copy, together with what waits: it is a batch by itself. */
    private static final int STRAIGHT_BYTES = ChunkPool.CHUNK_BYTES;

    /** As much is not kept back until the turn's end. */
    private static final int EAGER_BYTES = 64 * 1024;

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

    private volatile AbstractRegistration registration; // another one when it is moved to another port
    private final AbstractStreamSocket socket;
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

    WriteQueueWork(WriteQueueBuilder builder) {
        registration = builder.registration;
        socket = (AbstractStreamSocket) registration.source();
        connecting = socket.isConnecting();
        listener = builder.listener;
        flushMode = builder.flushMode;
        highWaterBytes = builder.highWaterBytes;
        lowWaterBytes = builder.lowWaterBytes;
        limitBytes = builder.limitBytes;
        eagerBytes = Math.min(EAGER_BYTES, highWaterBytes);
    }

    @Override
    public void write(ByteBuffer buffer) throws IOException {
        if (!offer(buffer)) {
            throw refusal(buffer);
        }
    }

    @Override
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

    @Override
    public void write(ByteBuffer buffer, Release release) throws IOException {
        if (!offer(buffer, release)) {
            throw refusal(buffer);
        }
    }

    @Override
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

    /** Offers a buffer to the system behind what waits, in one call. Only what is left of it is copied. */
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

    /** Without memory for it, the write is refused. The connection fails if a part of it is already gone. */
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
     * Returns true if so many more bytes are to be offered at once. Otherwise sees to it that they are in time. It comes before they are
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

    @Override
    public void flush() {
        registration.port.checkNotPolledElsewhere();
        if (!blocked && !draining) {
            drain();
        }
        settle();
    }

    @Override
    public void finish() {
        registration.port.checkNotPolledElsewhere();
        if (state == State.OPEN) {
            schedule();
            state = State.FINISHING;
        }
    }

    @Override
    public int pendingBytes() {
        return pendingBytes;
    }

    @Override
    public int limitBytes() {
        return limitBytes;
    }

    @Override
    public boolean isAboveHighWater() {
        return stopped;
    }

    @Override
    public AbstractRegistration registration() {
        return registration;
    }

    /** True if something is to be done at the turn's end. */
    boolean isScheduled() {
        return scheduled;
    }

    /** For tests: how many buffers it has room for. */
    public int room() {
        return segments.room();
    }

    /** Called when the registration moves to another port, where the first event does what the turn's end here would. */
    void moved(AbstractRegistration target) {
        blocked |= scheduled;
        scheduled = false; // not with the target: what is written there is to be
        registration = target;
    }

    /** Called when a move has failed: what was to be done at this turn's end still is. */
    void stays(AbstractRegistration origin, boolean waits) {
        blocked = waits;
        registration = origin;
    }

    /** True until the connect of its socket has ended, as far as the queue knows, and if it failed. */
    boolean isConnecting() {
        return connecting;
    }

    /** Called by the port when the socket takes bytes again, or has failed, or when its connect has ended. */
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
    void endOfTurn(AbstractReadinessPort port) {
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
