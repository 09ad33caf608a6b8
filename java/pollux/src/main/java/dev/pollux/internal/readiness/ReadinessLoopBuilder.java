package dev.pollux.internal.readiness;

import dev.pollux.Backend;
import dev.pollux.DispatcherBuilder;
import dev.pollux.internal.loop.LoopBuilder;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.ReadinessDispatcherBuilder;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.system.BusyPoll;
import java.io.IOException;
import java.util.Objects;

/** Opens a port, and a loop over it. */
public final class ReadinessLoopBuilder extends LoopBuilder<ReadinessDispatcherBuilder>
        implements ReadinessDispatcherBuilder {
    private final PortOpener opener;
    private Backend backend;
    private BusyPoll busyPoll;
    private boolean isBounded; // else a port that exists keeps its own batch

    public ReadinessLoopBuilder(PortOpener opener) {
        this.opener = opener;
    }

    @Override
    protected ReadinessDispatcherBuilder self() {
        return this;
    }

    @Override
    public ReadinessDispatcherBuilder backend(Backend newBackend) {
        backend = newBackend;
        return this;
    }

    @Override
    public ReadinessDispatcherBuilder busyPoll(BusyPoll parameters) {
        busyPoll = parameters;
        return this;
    }

    @Override
    public ReadinessDispatcherBuilder maxEventsPerTurn(int count) {
        settings.maxEvents = inRange("maxEventsPerTurn", count, DispatcherBuilder.MAX_EVENTS_PER_TURN);
        isBounded = true;
        return this;
    }

    @Override
    public ReadinessDispatcher open() throws IOException {
        return over(opener.open(backend), true);
    }

    @Override
    public ReadinessDispatcher over(ReadinessPort port) throws IOException {
        AbstractReadinessPort its = AbstractReadinessPort.of(Objects.requireNonNull(port, "port"));
        if (backend != null && backend != its.backend()) {
            throw new IllegalArgumentException("a port of backend " + its.backend() + " is not of backend " + backend);
        }
        return over(its, isBounded);
    }

    private ReadinessDispatcher over(AbstractReadinessPort port, boolean setsBatch) throws IOException {
        try {
            if (setsBatch) {
                port.maxEvents(settings.maxEvents);
            }
            if (busyPoll != null) {
                port.busyPoll(busyPoll);
            }
        } catch (Throwable e) {
            port.close();
            throw e;
        }
        return new ReadinessLoop(settings.copy(), port);
    }
}
