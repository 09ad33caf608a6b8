package dev.pollux.internal.backends;

import dev.pollux.Backend;
import dev.pollux.Finding;
import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.Platform;
import dev.pollux.internal.epoll.EpollProvider;
import dev.pollux.internal.nio.NioProvider;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.readiness.ReadinessBackendProvider;
import dev.pollux.internal.text.Log;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/** Which readiness backend is taken, and why: the only class that knows all of them. A new one adds a line here. */
final class ReadinessBackends {
    /** System property: the backend to use, {@code epoll} or {@code nio}. By default the best that is available. */
    static final String PROPERTY = "dev.pollux.backend";

    /** All that there are, the best first. The last is available everywhere. */
    private static final List<ReadinessBackendProvider> ALL = List.of(new EpollProvider(), new NioProvider());

    private static final AtomicBoolean FALLBACK_LOGGED = new AtomicBoolean();

    private ReadinessBackends() {}

    /** Opens a port on what the program asks for, else on what the property names, else on the best. */
    static AbstractReadinessPort open(Backend asked) throws IOException {
        String property = System.getProperty(PROPERTY, "");
        if (asked != null) {
            return openForced(asked, "asked for by the program");
        }
        if (!property.isEmpty()) {
            return openForced(parse(property), "-D" + PROPERTY + "=" + property);
        }
        ReadinessBackendProvider best = best();
        return open(best, best == ALL.get(0) ? "the best there is" : whyNoBetter());
    }

    private static AbstractReadinessPort open(ReadinessBackendProvider provider, String reason) throws IOException {
        FirstEvents.makeReady(provider);
        String binding = provider.binding();
        return provider.open(
                "backend=" + provider.kind() + (binding.isEmpty() ? "" : " binding=" + binding) + " (" + reason + ")");
    }

    private static ReadinessBackendProvider best() {
        for (ReadinessBackendProvider each : ALL) {
            if (each.whyUnavailable() == null) {
                return each;
            }
        }
        throw new UnsupportedOperationException("no readiness port here");
    }

    private static String whyNoBetter() {
        if (Platform.isWindows()) {
            return "what there is for readiness on Windows";
        }
        String why = "no native port: " + BindingRegistry.refusals();
        if (FALLBACK_LOGGED.compareAndSet(false, true)) {
            System.getLogger(Log.NAME).log(Level.INFO, "falling back to java.nio.channels.Selector, because " + why);
        }
        return why;
    }

    private static AbstractReadinessPort openForced(Backend backend, String reason) throws IOException {
        for (ReadinessBackendProvider each : ALL) {
            if (each.kind() == backend) {
                String refusal = each.whyUnavailable();
                if (refusal != null) {
                    throw new UnsupportedOperationException(
                            "backend " + backend + " (" + reason + ") is not available: " + refusal);
                }
                return open(each, reason);
            }
        }
        throw new UnsupportedOperationException("backend " + backend + " (" + reason
                + ") is a completion port's, not a readiness port's: CompletionPort.open()");
    }

    private static Backend parse(String name) {
        for (Backend backend : Backend.values()) {
            if (backend.toString().equals(name.trim().toLowerCase(Locale.ROOT))) {
                return backend;
            }
        }
        throw new UnsupportedOperationException(
                "-D" + PROPERTY + "=" + name + ": there is no such backend; there are epoll and nio");
    }

    /** {@return what became of each} */
    static List<Finding> findings() {
        String property = System.getProperty(PROPERTY, "").trim().toLowerCase(Locale.ROOT);
        ReadinessBackendProvider chosen = best();
        for (ReadinessBackendProvider each : ALL) {
            if (each.kind().toString().equals(property) && each.whyUnavailable() == null) {
                chosen = each;
            }
        }
        List<Finding> all = new ArrayList<>();
        for (ReadinessBackendProvider each : ALL) {
            all.add(Findings.of(each.kind().toString(), each.whyUnavailable(), each == chosen, each.binding()));
        }
        return all;
    }
}
