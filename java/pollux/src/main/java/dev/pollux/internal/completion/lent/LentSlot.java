package dev.pollux.internal.completion.lent;

import java.nio.ByteBuffer;

/**
 * A piece of the pool's memory. Whoever has it fills it, then lends it to the program. The objects that the program gets are
 * used in turn, so that an old one is not taken for the present one before all others were.
 */
public final class LentSlot {
    /** Lendings of the same memory, of which each has its own object. */
    static final int LENDINGS = 8 + 1; // one of them is the present one

    final LentBufferPool pool;
    private final int index;
    private final ByteBuffer io; // what the system fills and empties, never the program's
    private final LentBufferWork[] lendings = new LentBufferWork[LENDINGS];
    private int present;
    private volatile long address; // 0 until it was asked for

    LentSlot next; // of the free ones, guarded by the pool
    LentHome home; // where it goes when it comes back, and nobody waits for one; or null: it is free then

    LentSlot(LentBufferPool pool, int index, ByteBuffer memory) {
        this.pool = pool;
        this.index = index;
        io = memory;
        for (int i = 0; i < LENDINGS && !pool.isChecked(); i++) {
            lendings[i] = new LentBufferWork(this);
        }
    }

    /** {@return its place in the pool's memory, counted in slots} */
    public int index() {
        return index;
    }

    /** {@return where its memory begins} */
    public long address() {
        long its = address;
        if (its == 0) {
            its = pool.address(index);
            address = its;
        }
        return its;
    }

    /** {@return where in the pool's memory the bytes before it begin} */
    public int headAt() {
        return pool.headAt(index);
    }

    /** Has it go there from now on when it comes back, or nowhere in particular: null. While nobody has it. */
    public void home(LentHome newHome) {
        home = newHome;
    }

    /** {@return its memory, all of it} */
    public ByteBuffer room() {
        return io.clear();
    }

    ByteBuffer memory() {
        return io;
    }

    /** Lends it to the program, once the system has filled it from its beginning on. */
    public LentBufferWork lend(LentOwner owner, int length) {
        LentBufferWork lending;
        if (pool.isChecked()) {
            lending = new CheckedLentBuffer(this, owner);
        } else {
            present = present == LENDINGS - 1 ? 0 : present + 1;
            lending = lendings[present];
        }
        lending.lend(owner, length);
        return lending;
    }

    /** Gives it back, not lent. */
    public void giveBack() {
        pool.giveBack(this);
    }
}
