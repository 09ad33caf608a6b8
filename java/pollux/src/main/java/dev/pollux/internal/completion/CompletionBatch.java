package dev.pollux.internal.completion;

import java.io.IOException;

/** What one thread dequeues at a time. Only from that thread. */
public abstract class CompletionBatch {

    /**
     * Waits for completions.
     *
     * @param timeoutNanos 0 does not wait, a negative value waits for ever
     * @return how many there are, 0 only if the time is up
     * @throws java.nio.channels.ClosedChannelException if the backend is closed, before or while it waits
     */
    public abstract int await(long timeoutNanos) throws IOException;

    /** Called at the beginning of a turn: the thread delivers, and then waits. What it submits meanwhile may be put off. */
    public void turnBegins() {
        // Most systems are given each submission at once.
    }

    /** Called at a turn's end, which may be the thread's last. */
    public void turnEnds() {
        // See above.
    }

    /** {@return true if one of them is a wakeup, and no completion} */
    public abstract boolean isWakeup(int index);

    /**
     * Takes a completion: its ticket can be asked from now on.
     *
     * @return the operation, or null if its submission has failed meanwhile, and nobody waits for it
     */
    public abstract AbstractOperation<?> take(int index);

    /**
     * Delivers a completion. A backend that has several completions for one submission hands those before the last to their
     * stream here.
     *
     * @return how many callbacks were called
     */
    protected int deliver(int index, CompletionSubmissions submissions) {
        AbstractOperation<?> operation = take(index);
        return operation == null ? 0 : submissions.complete(operation);
    }
}
