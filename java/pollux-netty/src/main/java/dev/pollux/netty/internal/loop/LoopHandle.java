package dev.pollux.netty.internal.loop;

import dev.pollux.system.OpenDescriptor;
import io.netty.channel.IoHandle;

/** What a loop can watch, whatever kind of port it has. */
public interface LoopHandle extends IoHandle {
    /** {@return the descriptor, which is watched from the first {@link LoopLink} that is submitted} */
    OpenDescriptor descriptor();

    @Override
    void close();
}
