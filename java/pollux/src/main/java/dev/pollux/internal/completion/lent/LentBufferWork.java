package dev.pollux.internal.completion.lent;

import dev.pollux.completion.LentBuffer;
import dev.pollux.completion.LentDatagram;
import dev.pollux.internal.field.Fields;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.function.Supplier;

/** One lending of a slot, and later another. Its state's changes decide who gives it back, so that nobody does twice. */
public class LentBufferWork implements LentDatagram {
    private static final int FREE = 0;
    private static final int LENT = 1;
    private static final int WRITING = 2; // the system has it, and gives it back

    // The word: how often it was lent, its phase.
    private static final int PHASE = 3;
    private static final int ONE_LENDING = PHASE + 1;

    private static final VarHandle STATE = Fields.find(MethodHandles.lookup(), "state", int.class);

    final LentSlot slot;
    private final ByteBuffer data;
    private volatile int state;

    // Of the present lending: written before the state, read after it.
    private LentOwner owner;
    private int length;
    private boolean truncated;
    private Supplier<InetSocketAddress> sender; // stays, and is set anew for each datagram

    /** The next that its stream has kept. Guarded by the stream. */
    public LentBufferWork nextKept;

    LentBufferWork(LentSlot slot) {
        this.slot = slot;
        data = slot.memory().duplicate();
    }

    /** {@return the work of a buffer that a program hands in} */
    public static LentBufferWork of(LentBuffer buffer) {
        if (buffer instanceof LentBufferWork work) {
            return work;
        }
        throw new IllegalArgumentException(Objects.requireNonNull(buffer, "buffer") + " was not made by Pollux");
    }

    final void lend(LentOwner newOwner, int newLength) {
        owner = newOwner;
        length = newLength;
        truncated = false;
        data.order(ByteOrder.BIG_ENDIAN).clear().limit(newLength);
        STATE.setRelease(this, (state & ~PHASE) + ONE_LENDING | LENT); // nobody has it yet
    }

    /** Says who sent the datagram that was lent just now. */
    public final void setSender(Supplier<InetSocketAddress> newSender, boolean newTruncated) {
        sender = newSender;
        truncated = newTruncated;
    }

    /** {@return where the sender of an earlier datagram is kept, or null: a place to put the next} */
    public final Supplier<InetSocketAddress> senderPlace() {
        return sender;
    }

    /** {@return what tells this lending from later ones} */
    public final int lending() {
        return state & ~PHASE;
    }

    @Override
    public final ByteBuffer data() {
        check();
        return data;
    }

    @Override
    public final int receivedLength() {
        check();
        return length;
    }

    @Override
    public final long address() {
        check();
        return slot.address();
    }

    @Override
    public final InetSocketAddress sender() {
        check();
        return sender.get();
    }

    @Override
    public final boolean isTruncated() {
        check();
        return truncated;
    }

    private void check() {
        int now = state;
        if ((now & PHASE) != LENT) {
            throw refusal(now);
        }
    }

    @Override
    public final void giveBack() {
        int now = state;
        if ((now & PHASE) != LENT || !STATE.compareAndSet(this, now, now & ~PHASE)) {
            throw refusal(state);
        }
        free();
    }

    /** Gives it back if the program still has it, by a lending that {@link #lending()} has told. */
    public final void giveBackIfLent(int lending) {
        if (STATE.compareAndSet(this, lending | LENT, lending)) {
            free();
        }
    }

    /** Takes it from the program, to be written. Returns what the program wants written. */
    public final ByteBuffer beginWrite() {
        int now = state;
        if ((now & PHASE) != LENT || !STATE.compareAndSet(this, now, now & ~PHASE | WRITING)) {
            throw refusal(state);
        }
        return slot.memory().clear().position(data.position()).limit(data.limit());
    }

    /** {@return who has lent it, until it is given back} */
    public final LentOwner owner() {
        return owner;
    }

    /** {@return whose memory it is} */
    public final LentSlot slot() {
        return slot;
    }

    /** Gives it back that was written, or could not be. */
    public final void endWrite() {
        STATE.setRelease(this, state & ~PHASE); // nobody else changes what is being written
        free();
    }

    private void free() {
        LentOwner had = owner;
        owner = null;
        freed();
        slot.pool.giveBack(slot);
        had.givenBack();
    }

    /** Learns that it was given back, before its memory is lent again. */
    void freed() {}

    private IllegalStateException refusal(int now) {
        IllegalStateException refusal = new IllegalStateException(
                (now & PHASE) == WRITING
                        ? this + " is being written, and given back then: it is not the program's any more"
                        : this + " was given back: it is not the program's any more");
        Throwable where = whereGivenBack();
        return where == null ? refusal : (IllegalStateException) refusal.initCause(where);
    }

    /** {@return where it was given back, or null if nobody checks} */
    Throwable whereGivenBack() {
        return null;
    }

    @Override
    public final String toString() {
        return "LentBuffer[" + slot.index() + "]";
    }
}
