package dev.pollux.internal.completion;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Set;

/**
 * The turns of the threads that poll one port. A thread refers to its own weakly, because a thread that lives on would
 * otherwise keep the port's memory, this library's classes and their class loader. The port keeps it for as long as both live.
 */
final class CompletionTurns {
    private final ThreadLocal<WeakReference<CompletionTurn>> own = new ThreadLocal<>();
    private final ReferenceQueue<Thread> gone = new ReferenceQueue<>();
    private final Set<Kept> all = new HashSet<>(); // guarded by itself
    private final CompletionBackend backend;
    private final int maxBatch;

    CompletionTurns(CompletionBackend backend, int maxBatch) {
        this.backend = backend;
        this.maxBatch = maxBatch;
    }

    /** A turn, for as long as its thread is not forgotten. */
    private static final class Kept extends WeakReference<Thread> {
        final CompletionTurn turn;

        Kept(Thread thread, ReferenceQueue<Thread> queue, CompletionTurn turn) {
            super(thread, queue);
            this.turn = turn;
        }
    }

    /** {@return the calling thread's turn, or null if it has never polled} */
    CompletionTurn get() {
        WeakReference<CompletionTurn> reference = own.get();
        return reference == null ? null : reference.get();
    }

    /** {@return the calling thread's turn, made if need be} */
    CompletionTurn getOrMake() {
        CompletionTurn turn = get();
        if (turn == null) {
            turn = new CompletionTurn(backend.newBatch(maxBatch));
            set(turn);
        }
        return turn;
    }

    /** Makes a turn the calling thread's. */
    void set(CompletionTurn turn) {
        synchronized (all) {
            for (Object each = gone.poll(); each != null; each = gone.poll()) {
                all.remove(each);
            }
            all.add(new Kept(Thread.currentThread(), gone, turn));
        }
        own.set(new WeakReference<>(turn));
    }

    /** {@return how many are kept} */
    int count() {
        synchronized (all) {
            return all.size();
        }
    }

    /** Lets go of all, once the port is closed. */
    void clear() {
        own.remove();
        synchronized (all) {
            all.clear();
        }
    }
}
