package dev.pollux.internal.completion.shared;

import dev.pollux.internal.completion.AbstractOperation;
import dev.pollux.internal.completion.CompletionBatch;
import java.io.IOException;

/** What one thread dequeues at a time, at a port whose wait several threads share. */
public final class SharedBatch extends CompletionBatch {
    private static final CompletionEntry WAKEUP = new CompletionEntry() {
        @Override
        protected AbstractOperation<?> operation() {
            return null;
        }
    };

    private final SharedWait shared;
    private final CompletionEntry[] entries;
    private int count;

    // While its thread leads or follows; guarded by the lock of the wait.
    Thread thread;

    // While it follows; likewise.
    SharedBatch nextFollower;
    SharedBatch previousFollower;
    boolean isFollowing;
    boolean isCalled; // it was told to look, and has not yet

    SharedBatch(SharedWait shared, int capacity) {
        this.shared = shared;
        entries = new CompletionEntry[capacity];
    }

    @Override
    public int await(long timeoutNanos) throws IOException {
        return shared.await(this, timeoutNanos);
    }

    @Override
    public boolean isWakeup(int index) {
        return entries[index] == WAKEUP;
    }

    @Override
    public AbstractOperation<?> take(int index) {
        return takeEntry(index).operation();
    }

    /** Takes a completion as the backend has added it. */
    public CompletionEntry takeEntry(int index) {
        CompletionEntry entry = entries[index];
        entries[index] = null;
        return entry;
    }

    /**
     * Adds what the system has completed. What does not fit goes to the queue, from which other threads take it. Only from the
     * thread that leads, within the system's wait.
     */
    public void add(CompletionEntry entry) {
        if (count < entries.length) {
            entries[count++] = entry;
        } else {
            shared.addLeft(entry);
        }
    }

    /** {@return how many more fit} */
    public int room() {
        return entries.length - count;
    }

    int count() {
        return count;
    }

    CompletionEntry entry(int index) {
        return entries[index];
    }

    void clear() {
        count = 0;
    }

    void addWakeup() {
        entries[count++] = WAKEUP;
    }
}
