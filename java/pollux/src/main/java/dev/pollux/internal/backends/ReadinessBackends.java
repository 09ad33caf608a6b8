package dev.pollux.internal.backends;

import dev.pollux.Backend;
import dev.pollux.internal.afd.AfdProvider;
import dev.pollux.internal.epoll.EpollProvider;
import dev.pollux.internal.nio.NioProvider;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.readiness.ReadinessBackendProvider;
import java.io.IOException;
import java.util.List;

/** Which readiness backend is taken, and why: the only class that knows all of them. A new one adds a line here. */
final class ReadinessBackends extends BackendChoice<ReadinessBackendProvider> {
    /** All that there are, the best first. Nio is available everywhere, so what comes after it is taken only if it is named. */
    static final ReadinessBackends ALL =
            new ReadinessBackends(List.of(new EpollProvider(), new NioProvider(), new AfdProvider()));

    private ReadinessBackends(List<ReadinessBackendProvider> all) {
        super("readiness", all);
    }

    /** Opens a port on what the program asks for, else on what the property names, else on the best. */
    AbstractReadinessPort open(Backend asked) throws IOException {
        Taken<ReadinessBackendProvider> taken = take(asked);
        FirstEvents.makeReady(taken.provider());
        String binding = taken.provider().binding();
        return taken.provider()
                .open("backend=" + taken.provider().kind() + (binding.isEmpty() ? "" : " binding=" + binding) + " ("
                        + taken.reason() + ")");
    }

    @Override
    Backend kind(ReadinessBackendProvider provider) {
        return provider.kind();
    }

    @Override
    String whyUnavailable(ReadinessBackendProvider provider) {
        return provider.whyUnavailable();
    }

    @Override
    String how(ReadinessBackendProvider provider) {
        return provider.binding().isEmpty()
                ? "java.nio.channels.Selector is everywhere"
                : "by binding " + provider.binding();
    }
}
