package dev.pollux.netty.internal.completion;

import dev.pollux.netty.internal.loop.LoopHandle;

/** What a loop on a completion port can serve. */
public interface CompletionHandle extends LoopHandle {
    /** {@return the stream whose bytes it transfers, or null if it is a listener's} */
    TransferredStream transferred();
}
