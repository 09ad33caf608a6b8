package dev.pollux.internal.emulated;

import dev.pollux.Backend;
import dev.pollux.internal.completion.CompletionBackend;
import dev.pollux.internal.completion.CompletionBackendProvider;
import dev.pollux.internal.completion.CompletionPortBuilderWork;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.readiness.PortOpener;
import dev.pollux.system.BusyPoll;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A completion port over the best readiness port that there is, which is everywhere one. */
public final class EmulatedProvider implements CompletionBackendProvider {
    /** Packets at a time: as many as the kernel takes where nothing is set. */
    private static final int BUSY_POLL_BUDGET = 8;

    /**
     * What one wait finds is all read before the first is delivered and written. So many messages of some KiB stay in the
     * processor's cache meanwhile.
     */
    private static final int MOST_EVENTS = 64;

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

    /** No less than was asked for. */
    private static int micros(long nanos) {
        return (int) Math.min(TimeUnit.NANOSECONDS.toMicros(nanos - 1) + 1, Integer.MAX_VALUE);
    }

    @Override
    public CompletionBackend open(CompletionPortBuilderWork settings) throws IOException {
        if (settings.within() != null) {
            return new EmulatedBackend(AbstractReadinessPort.of(settings.within()), true);
        }
        AbstractReadinessPort port = readiness.open(null);
        try {
            port.maxEvents(Math.min(MOST_EVENTS, settings.maxBatch()));
            if (settings.busyPollNanos() > 0) {
                port.busyPoll(new BusyPoll(micros(settings.busyPollNanos()), BUSY_POLL_BUDGET, false));
            }
            return new EmulatedBackend(port, false);
        } catch (Throwable e) {
            port.close();
            throw e;
        }
    }
}
