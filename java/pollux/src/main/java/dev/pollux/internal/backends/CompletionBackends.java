package dev.pollux.internal.backends;

import dev.pollux.Finding;
import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.Platform;
import dev.pollux.completion.CompletionPort;
import dev.pollux.internal.completion.CompletionBackend;
import dev.pollux.internal.completion.CompletionBackendProvider;
import dev.pollux.internal.completion.CompletionPortBuilderWork;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.iocp.IocpProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which completion backend is taken, and why: the only class that knows all of them. A new one adds a line here. */
public final class CompletionBackends {
    /** All that there are, the best first. */
    private static final List<CompletionBackendProvider> ALL = List.of(new IocpProvider());

    private CompletionBackends() {}

    /** Opens a port on the best backend that is available. */
    static CompletionPort open(CompletionPortBuilderWork settings) throws IOException {
        StringBuilder why = new StringBuilder();
        for (CompletionBackendProvider each : ALL) {
            String refusal = each.whyUnavailable();
            if (refusal == null) {
                return open(each, why.length() == 0 ? "the best there is" : "because " + why, settings);
            }
            why.append(why.length() == 0 ? "" : "; ")
                    .append(each.kind())
                    .append(": ")
                    .append(refusal);
        }
        throw new UnsupportedOperationException("no completion port here: " + why);
    }

    /** Opens a port on one of them. */
    public static CompletionPort open(
            CompletionBackendProvider provider, String reason, CompletionPortBuilderWork settings) throws IOException {
        CompletionBackend backend = provider.open(settings);
        try {
            return new CompletionPortWork(backend, "backend=" + backend + " (" + reason + ")", settings);
        } catch (Throwable e) {
            backend.close();
            throw e;
        }
    }

    /** {@return what became of each that this system can have} */
    static List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        boolean isBest = true;
        for (CompletionBackendProvider each : ALL) {
            String refusal = each.whyUnavailable();
            if (refusal == null || Platform.isWindows()) {
                all.add(Findings.of(each.kind().toString(), refusal, isBest, BindingRegistry.chosen()));
            }
            isBest &= refusal != null;
        }
        return all;
    }
}
