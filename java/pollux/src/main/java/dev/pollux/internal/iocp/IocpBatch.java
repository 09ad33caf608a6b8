package dev.pollux.internal.iocp;

import dev.pollux.internal.completion.AbstractOperation;
import dev.pollux.internal.completion.CompletionBatch;
import dev.pollux.internal.completion.CompletionSubmissions;
import dev.pollux.windows.Completions;
import dev.pollux.windows.Overlapped;
import java.io.IOException;

/** What one thread dequeues from an I/O completion port at a time. */
final class IocpBatch extends CompletionBatch {
    private final IocpBackend backend;
    private final Completions completions;
    private int readinessTaken; // the packets of the readiness port up to there have had their turn

    IocpBatch(IocpBackend backend, int capacity) {
        this.backend = backend;
        completions = new Completions(capacity);
    }

    @Override
    public int await(long timeoutNanos) throws IOException {
        IocpReadiness readiness = backend.readiness;
        if (readiness != null) {
            readiness.beforeWait();
        }
        readinessTaken = 0;
        return backend.iocp.await(completions, timeoutNanos);
    }

    @Override
    public boolean isWakeup(int index) {
        return completions.key(index) == IocpBackend.WAKEUP;
    }

    @Override
    protected int deliver(int index, CompletionSubmissions submissions) {
        if (!IocpReadiness.isOurs(completions, index)) {
            return super.deliver(index, submissions);
        }
        if (index < readinessTaken) {
            return 0;
        }
        readinessTaken = completions.count();
        return backend.readiness.deliver(completions, index);
    }

    @Override
    public AbstractOperation<?> take(int index) {
        Overlapped block = backend.pool.find(completions.overlappedAddress(index));
        if (completions.key(index) == IocpBackend.OPERATION) {
            block.completed(completions, index);
        }
        AbstractOperation<?> operation = (AbstractOperation<?>) block.attachment();
        if (operation == null) { // given up, see giveBackTicket
            block.release();
        }
        return operation;
    }
}
