package dev.pollux.internal.completion.shared;

import dev.pollux.internal.completion.AbstractOperation;

/**
 * Something that is complete and waits to be dequeued: what a backend that {@linkplain SharedWait shares its wait} knows a
 * submission by. It is in one queue or batch at a time, and it links itself, so that nothing is allocated for it there.
 */
public abstract class CompletionEntry {
    CompletionEntry next; // in the queue, guarded by its lock

    protected CompletionEntry() {}

    /** {@return the operation, or null if its submission has failed meanwhile, and nobody waits for it} */
    protected abstract AbstractOperation<?> operation();
}
