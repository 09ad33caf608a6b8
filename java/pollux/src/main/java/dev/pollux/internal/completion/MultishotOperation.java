package dev.pollux.internal.completion;

import dev.pollux.internal.completion.seam.OperationKind;
import java.io.IOException;

/**
 * A request of a stream's that has many results: a backend's own, submitted once. It is pending until its last completion, which
 * takes the way of all operations. Those before it are not its end, so the batch that dequeues them hands them to the stream by
 * itself: {@link CompletionBatch#deliver}. It may be cancelled as any other.
 */
public abstract class MultishotOperation extends AbstractOperation<MultishotOperation> implements OperationOwner {
    private final AbstractCompletionChannel channel;
    private final OperationKind kind;

    protected MultishotOperation(AbstractCompletionChannel channel, OperationKind kind) {
        super(channel.port);
        this.channel = channel;
        this.kind = kind;
        owner = this;
        isPart = true;
    }

    /** Hands it to the system. {@link CompletionBackend} has what it returns. */
    protected abstract int startMany() throws IOException;

    /**
     * Takes the last completion. It may be submitted again from here.
     *
     * @param bytes what {@link CompletionBackend#bytes} said, if it did not fail
     * @param failure why it failed, or null. {@link StreamWork#requestEnded(IOException)} tells a cancellation from a failure
     * @return how many callbacks were called
     */
    protected abstract int endedMany(int bytes, IOException failure);

    /** Submits it: a stream's {@link StreamWork#request} does. */
    public final void submitPart() {
        port.submissions.submitPart(this);
    }

    @Override
    public final AbstractCompletionChannel source() {
        return channel;
    }

    @Override
    protected final OperationKind kind() {
        return kind;
    }

    @Override
    protected final int start() throws IOException {
        return startMany();
    }

    @Override
    protected final long takeResult() {
        return port.backend.bytes(ticket);
    }

    @Override
    public final int ended(AbstractOperation<?> operation, long result, IOException failure) {
        return endedMany((int) result, failure);
    }
}
