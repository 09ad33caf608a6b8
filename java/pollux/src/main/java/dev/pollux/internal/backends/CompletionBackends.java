package dev.pollux.internal.backends;

import dev.pollux.Backend;
import dev.pollux.binding.BindingRegistry;
import dev.pollux.completion.CompletionPort;
import dev.pollux.internal.completion.CompletionBackend;
import dev.pollux.internal.completion.CompletionBackendProvider;
import dev.pollux.internal.completion.CompletionPortBuilderWork;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.emulated.EmulatedProvider;
import dev.pollux.internal.iocp.IocpProvider;
import dev.pollux.internal.uring.UringProvider;
import java.io.IOException;
import java.util.List;

/** Which completion backend is taken, and why: the only class that knows all of them. A new one adds a line here. */
public final class CompletionBackends extends BackendChoice<CompletionBackendProvider> {
    /** All that there are, the best first. */
    static final CompletionBackends ALL = new CompletionBackends(
            List.of(new IocpProvider(), new UringProvider(), new EmulatedProvider(ReadinessBackends.ALL::open)));

    private CompletionBackends(List<CompletionBackendProvider> all) {
        super("completion", all);
    }

    /** Opens a port on what the program asks for, else on what the property names, else on the best. */
    CompletionPort open(CompletionPortBuilderWork settings) throws IOException {
        if (settings.within() != null && settings.backend() == null) {
            return open(take(Backend.EMULATED).provider(), "the one that lives within a readiness port", settings);
        }
        Taken<CompletionBackendProvider> taken = take(settings.backend());
        return open(taken.provider(), taken.reason(), settings);
    }

    /** Opens a port on one of them. */
    public static CompletionPort open(
            CompletionBackendProvider provider, String reason, CompletionPortBuilderWork settings) throws IOException {
        if (settings.within() != null && provider.kind() != Backend.EMULATED) {
            throw new UnsupportedOperationException("backend " + provider.kind()
                    + " is not available within a readiness port, where " + Backend.EMULATED + " is");
        }
        CompletionBackend backend = provider.open(settings);
        try {
            CompletionPortWork port =
                    new CompletionPortWork(backend, "backend=" + backend + " (" + reason + ")", settings);
            backend.opened(port);
            return port;
        } catch (Throwable e) {
            backend.close();
            throw e;
        }
    }

    @Override
    Backend kind(CompletionBackendProvider provider) {
        return provider.kind();
    }

    @Override
    String whyUnavailable(CompletionBackendProvider provider) {
        return provider.whyUnavailable();
    }

    @Override
    String how(CompletionBackendProvider provider) {
        return provider.kind() == Backend.EMULATED
                ? "on " + ReadinessBackends.ALL.chosenKind()
                : "by binding " + BindingRegistry.chosen();
    }
}
