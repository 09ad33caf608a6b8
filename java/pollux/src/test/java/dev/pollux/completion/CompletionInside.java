package dev.pollux.completion;

import dev.pollux.internal.completion.AbstractCompletionChannel;
import dev.pollux.internal.completion.AbstractOperation;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.iocp.IocpHandle;
import java.nio.channels.Channel;

/** What the tests of completion ports ask of the works behind the interfaces. */
final class CompletionInside {
    private CompletionInside() {}

    static CompletionPortWork of(CompletionPort port) {
        return CompletionPortWork.of(port);
    }

    static Channel source(Operation<?> operation) {
        return ((AbstractOperation<?>) operation).source();
    }

    /** {@return the SOCKET of a channel of Windows's completion port} */
    static long socket(CompletionChannel channel) {
        return ((IocpHandle) ((AbstractCompletionChannel) channel).handle()).socket.handle();
    }
}
