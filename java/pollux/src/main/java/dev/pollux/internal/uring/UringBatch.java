package dev.pollux.internal.uring;

import dev.pollux.internal.completion.AbstractOperation;
import dev.pollux.internal.completion.CompletionBatch;
import dev.pollux.internal.completion.CompletionSubmissions;
import dev.pollux.internal.completion.shared.CompletionEntry;
import dev.pollux.internal.completion.shared.SharedBatch;
import java.io.IOException;

/** What one thread dequeues from the ring at a time. */
final class UringBatch extends CompletionBatch {
    private final UringEngine engine;
    private final SharedBatch batch;

    UringBatch(UringEngine engine, int capacity) {
        this.engine = engine;
        batch = engine.shared.newBatch(capacity);
    }

    @Override
    public int await(long timeoutNanos) throws IOException {
        engine.waits.beforeWait();
        return batch.await(timeoutNanos);
    }

    @Override
    public void turnBegins() {
        engine.threads.turn(true);
    }

    @Override
    public void turnEnds() {
        engine.waits.turnEnds();
    }

    @Override
    public boolean isWakeup(int index) {
        return batch.isWakeup(index);
    }

    @Override
    protected int deliver(int index, CompletionSubmissions submissions) {
        CompletionEntry entry = batch.takeEntry(index);
        if (entry instanceof Arrival arrival) {
            return arrival.deliver();
        }
        if (entry instanceof UringTicket ticket) {
            AbstractOperation<?> operation = ticket.operation();
            return operation == null ? 0 : submissions.complete(operation);
        }
        return entry instanceof Accepted accepted ? accepted.deliver() : ((RingReadiness) entry).deliver();
    }

    @Override
    public AbstractOperation<?> take(int index) {
        return batch.take(index);
    }
}
