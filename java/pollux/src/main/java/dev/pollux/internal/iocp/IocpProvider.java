package dev.pollux.internal.iocp;

import dev.pollux.Backend;
import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.Platform;
import dev.pollux.internal.completion.CompletionBackend;
import dev.pollux.internal.completion.CompletionBackendProvider;
import dev.pollux.internal.completion.CompletionPortBuilderWork;
import java.io.IOException;

/** Windows's I/O completion ports. */
public final class IocpProvider implements CompletionBackendProvider {
    @Override
    public Backend kind() {
        return Backend.IOCP;
    }

    @Override
    public String whyUnavailable() {
        if (BindingRegistry.windowsCalls() != null) {
            return null;
        }
        return Platform.isWindows()
                ? BindingRegistry.refusals()
                : "it is Windows's, and this is " + System.getProperty("os.name");
    }

    @Override
    public CompletionBackend open(CompletionPortBuilderWork settings) throws IOException {
        if (settings.busyPollNanos() != 0) {
            throw new UnsupportedOperationException("busyPollNanos of " + settings.busyPollNanos()
                    + ": an I/O completion port has no busy polling; WaitStrategy.adaptive lets the thread spin");
        }
        return IocpBackend.open(settings.concurrency(), settings.isSingleThreaded());
    }
}
