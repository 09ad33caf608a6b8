package dev.pollux.internal.recording;

import dev.pollux.internal.field.Fields;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Something that a loop is in again and again: a wait, a callback, the work of a turn. To be in it costs the loop two stores and a
 * look, and no reading of the clock. {@link SpanWatcher} looks from outside, some hundred times a second, and notes the time when it
 * sees it for the first time. So what is long was seen, and the loop finds that at its end.
 */
abstract class WatchedSpan {
    private static final VarHandle NUMBER = Fields.find(MethodHandles.lookup(), "number", long.class);
    private static final VarHandle SEEN = Fields.find(MethodHandles.lookup(), "seen", long.class);

    private long number; // odd while the loop is in it; written by the loop's thread
    private long seen; // what the watcher has marked; written by that

    /** Notes the time of its beginning. Only from the watcher's thread. */
    abstract void mark();

    /** Only from the loop's thread. */
    final void enter() {
        NUMBER.setOpaque(this, number + 1 | 1);
    }

    /** {@return true if the watcher has marked the present one} Only from the loop's thread. */
    final boolean isSeen() {
        return (number & 1) != 0 && (long) SEEN.getAcquire(this) == number;
    }

    /** It is over, and the mark is no longer needed. Only from the loop's thread. */
    final void leave() {
        NUMBER.setRelease(this, number + (number & 1));
    }

    /** Only from the watcher's thread. What it has marked it leaves alone until the loop is in the next one. */
    final void look() {
        long its = (long) NUMBER.getAcquire(this);
        if ((its & 1) != 0 && its != seen) {
            mark();
            SEEN.setRelease(this, its);
        }
    }
}
