package dev.pollux.internal.completion;

import dev.pollux.completion.PostOperation;
import dev.pollux.internal.completion.seam.OperationKind;
import java.io.IOException;

/** A completion of the program's own. */
public final class PostOperationWork extends AbstractOperation<PostOperation> implements PostOperation {
    private long data;

    PostOperationWork(CompletionPortWork port) {
        super(port);
    }

    @Override
    public PostOperation data(long newData) {
        checkNotPending();
        data = newData;
        return this;
    }

    @Override
    public long data() {
        return data;
    }

    @Override
    public AbstractCompletionChannel source() {
        return null;
    }

    @Override
    protected OperationKind kind() {
        return OperationKind.POST;
    }

    @Override
    protected int start() throws IOException {
        return port.backend.startPost(this);
    }

    @Override
    protected long takeResult() {
        return data;
    }
}
