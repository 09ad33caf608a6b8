package dev.pollux.internal.inmemory;

import dev.pollux.internal.completion.AbstractOperation;
import dev.pollux.internal.completion.CompletionBatch;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;

/** What one thread takes out of the backend's queue. */
final class MemoryBatch extends CompletionBatch {
    private final MemoryBackend backend;
    private final MemoryTicket[] taken;

    MemoryBatch(MemoryBackend backend, int capacity) {
        this.backend = backend;
        taken = new MemoryTicket[capacity];
    }

    @Override
    public int await(long timeoutNanos) throws ClosedChannelException {
        synchronized (backend) {
            long startNanos = System.nanoTime();
            while (backend.queue.isEmpty()) {
                if (backend.closed) {
                    throw new ClosedChannelException();
                }
                long leftNanos = timeoutNanos - (System.nanoTime() - startNanos);
                if (timeoutNanos >= 0 && leftNanos <= 0) {
                    return 0;
                }
                try {
                    backend.wait(timeoutNanos < 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(leftNanos) + 1);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            int count = 0;
            while (count < taken.length && !backend.queue.isEmpty()) {
                taken[count++] = backend.queue.remove();
            }
            return count;
        }
    }

    @Override
    public boolean isWakeup(int index) {
        return taken[index] == MemoryBackend.WAKEUP;
    }

    @Override
    public AbstractOperation<?> take(int index) {
        return taken[index].operation;
    }
}
