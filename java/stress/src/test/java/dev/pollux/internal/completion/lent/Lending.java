package dev.pollux.internal.completion.lent;

import java.nio.ByteBuffer;

/** A slot that is lent to a program, and a pool that has no other. */
final class Lending implements LentOwner {
    private static final ByteBuffer MEMORY = ByteBuffer.allocate(1);

    final LentBufferPool pool = new LentBufferPool(0, 1, 0, false, memory -> 1, failure -> {});
    final LentBufferWork buffer = new LentSlot(pool, 0, MEMORY).lend(this, 1);
    private int times; // plain: whoever gives it back is the only one

    @Override
    public void givenBack() {
        times++;
    }

    @Override
    public Throwable origin() {
        return null;
    }

    /** {@return how many slots the pool has: it has never made one} */
    int free() {
        return -pool.taken();
    }

    /** {@return how often it has come back, and more than 100 if the pool has not one slot} */
    int times() {
        return times + 100 * Math.abs(free() - 1);
    }

    /** {@return 1 if that was not refused, and 2 if it has broken something} */
    static int taken(Runnable call) {
        try {
            call.run();
            return 1;
        } catch (IllegalStateException e) {
            return 0;
        } catch (NullPointerException e) {
            return 2; // the buffer has nobody any more to come back to
        }
    }
}
