package dev.pollux;

import dev.pollux.windows.Overlapped;
import java.io.IOException;

/** A completion of the program's own: it goes through the port to one of the threads that poll it. Its result is {@link #data()}. */
public final class PostOperation extends Operation<PostOperation> {
    private long data;

    PostOperation(CompletionPort port) {
        super(port);
    }

    /**
     * Sets what it carries.
     *
     * @param newData anything
     * @return this
     * @throws IllegalStateException if it is pending
     */
    public PostOperation data(long newData) {
        checkNotPending();
        data = newData;
        return this;
    }

    /** {@return what it carries} */
    public long data() {
        return data;
    }

    @Override
    CompletionChannel source() {
        return null;
    }

    @Override
    String function() {
        return "PostQueuedCompletionStatus";
    }

    @Override
    int start(Overlapped with) throws IOException {
        return port.startPacket(with);
    }

    @Override
    long finished(Overlapped with) {
        return data;
    }
}
