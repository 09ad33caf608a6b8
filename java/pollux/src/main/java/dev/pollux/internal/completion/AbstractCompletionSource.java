package dev.pollux.internal.completion;

import dev.pollux.completion.CompletionPort;
import dev.pollux.internal.completion.seam.SourceHandle;
import java.nio.channels.Channel;

/** What operations are done on: a channel or a file. All share their place in the port's list, and how they are closed. */
public abstract class AbstractCompletionSource implements Channel {
    protected final CompletionPortWork port;
    private final SourceHandle handle;

    // The port's list, guarded by it.
    AbstractCompletionSource nextSource;
    AbstractCompletionSource previousSource;
    boolean listed;

    protected AbstractCompletionSource(CompletionPortWork port, SourceHandle handle) {
        this.port = port;
        this.handle = handle;
    }

    /** {@return the name of the interface that a program knows it by} */
    protected abstract String face();

    public SourceHandle handle() {
        return handle;
    }

    public final CompletionPort port() {
        return port;
    }

    @Override
    public final boolean isOpen() {
        return handle.isOpen();
    }

    @Override
    public final void close() {
        try {
            handle.close();
        } finally {
            try {
                port.remove(this);
            } finally {
                closed();
            }
        }
    }

    /** Ends what is pending that the system does not know of. */
    protected void closed() {}

    @Override
    public final String toString() {
        return face() + "[" + handle + "]";
    }
}
