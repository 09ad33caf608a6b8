package dev.pollux.internal.emulated;

import dev.pollux.Backend;
import dev.pollux.internal.completion.CompletionBackend;
import dev.pollux.internal.completion.CompletionBackendProvider;
import dev.pollux.internal.completion.CompletionPortBuilderWork;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.readiness.PortOpener;
import java.io.IOException;

/** A completion port over the best readiness port that there is, which is everywhere one. */
public final class EmulatedProvider implements CompletionBackendProvider {
    private final PortOpener readiness;

    /** @param readiness opens the readiness port */
    public EmulatedProvider(PortOpener readiness) {
        this.readiness = readiness;
    }

    @Override
    public Backend kind() {
        return Backend.EMULATED;
    }

    @Override
    public String whyUnavailable() {
        return null;
    }

    @Override
    public CompletionBackend open(CompletionPortBuilderWork settings) throws IOException {
        AbstractReadinessPort port = readiness.open(null);
        try {
            port.maxEvents(settings.maxBatch());
            return new EmulatedBackend(port);
        } catch (Throwable e) {
            port.close();
            throw e;
        }
    }
}
