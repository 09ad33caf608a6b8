package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionStream;
import dev.pollux.completion.LentBuffer;
import dev.pollux.internal.completion.lent.LentBufferPool;
import dev.pollux.internal.completion.lent.LentBufferWork;
import dev.pollux.internal.completion.lent.LentOwner;
import dev.pollux.internal.completion.lent.LentSlot;
import dev.pollux.internal.completion.lent.LentWaiter;
import dev.pollux.internal.field.Fields;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A stream whose results are lent buffers: how many are out, those that are kept, and how it waits for a free one. */
public abstract class LentStreamWork<S extends CompletionStream<S, R>, R extends LentBuffer> extends StreamWork<S, R>
        implements LentOwner {
    private static final VarHandle OUT = Fields.find(MethodHandles.lookup(), "out", int.class);
    private static final VarHandle RETURNED = Fields.find(MethodHandles.lookup(), "returned", int.class);

    private final LentBufferPool pool;
    private final LentWaiter waiter = new LentWaiter() {
        @Override
        protected void lent(LentSlot slot) {
            starved = false;
            port.lentShortage.ends();
            hasSlot(slot);
        }
    };

    private int window;

    // How many buffers were lent, and how many of them have come back. Who has lent one looks at the second number only
    // after
    // it has taken this object's lock again. Whoever gives one back counts it, then looks at the first. So one of the
    // two
    // sees the other.
    private volatile int out; // written under this object's lock
    private volatile int returned;

    private volatile boolean starved; // waits for a slot
    private Throwable origin;

    // Kept results, guarded by this object.
    private LentBufferWork first;
    private LentBufferWork last;

    LentStreamWork(AbstractCompletionChannel channel, int window) {
        super(channel, 1);
        this.window = window;
        pool = port.lentBuffers;
    }

    /** {@return where the buffers come from} */
    protected final LentBufferPool pool() {
        return pool;
    }

    final void setWindow(int buffers) {
        if (buffers < 1) {
            throw new IllegalArgumentException("a window of " + buffers + " buffers: at least 1");
        }
        checkNotPending();
        window = buffers;
    }

    @Override
    final void submitting() {
        origin = port.checksLentBuffers ? new Throwable("the stream was submitted here") : null;
    }

    @Override
    public final Throwable origin() {
        return origin;
    }

    @Override
    public final void givenBack() {
        int before = (int) RETURNED.getAndAdd(this, 1);
        if (out - before >= window) {
            goOn(false);
        }
    }

    @Override
    final boolean mayLend() {
        return out - returned < window;
    }

    @Override
    final boolean isStarved() {
        return starved;
    }

    /** Sets whether the request under way waits for a slot, and not for the peer. */
    protected final void starved(boolean waits) {
        starved = waits;
    }

    // ---- Slots ----

    /**
     * Takes a slot now or later, for the request under way: {@link #hasSlot} gets it. Returns true if it is later, or never, because
     * the stream was stopped: {@link #goOn} is called then.
     */
    final boolean takeSlot() {
        starved = true;
        LentSlot slot;
        try {
            slot = pool.take(waiter);
        } catch (Throwable e) { // no memory
            starved = false;
            throw e;
        }
        if (slot != null) {
            starved = false;
            hasSlot(slot);
            return false;
        }
        port.lentShortage.begins();
        begunRequest();
        return true;
    }

    /** {@return what is told when no buffer can be lent} */
    static IOException noSlot(Throwable cause) {
        return new IOException("no buffer can be lent; trying again", cause);
    }

    /** Goes on with the request under way. On any thread. */
    void hasSlot(LentSlot slot) {
        slot.giveBack();
    }

    /** {@return true if the request waited for a slot, and is gone now} */
    final boolean leavePool() {
        if (!pool.leave(waiter)) {
            return false;
        }
        starved = false;
        port.lentShortage.ends();
        requestGone();
        return true;
    }

    // ---- Kept results ----

    @Override
    final void keep(R result) {
        LentBufferWork buffer = LentBufferWork.of(result);
        if (last == null) {
            first = buffer;
        } else {
            last.nextKept = buffer;
        }
        last = buffer;
    }

    @Override
    final boolean keeps() {
        return first != null;
    }

    @Override
    @SuppressWarnings("unchecked") // a buffer's work is a datagram, too
    final R takeKept() {
        LentBufferWork taken = first;
        first = taken.nextKept;
        last = first == null ? null : last;
        taken.nextKept = null;
        OUT.setRelease(this, out + 1);
        return (R) taken;
    }

    @Override
    final void discard(R result) {
        result.giveBack();
    }

    @Override
    final int mark(R result) {
        return LentBufferWork.of(result).lending();
    }

    @Override
    final void thrown(R result, int mark) {
        LentBufferWork.of(result).giveBackIfLent(mark);
    }
}
