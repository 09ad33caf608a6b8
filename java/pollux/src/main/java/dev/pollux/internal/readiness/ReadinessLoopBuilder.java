package dev.pollux.internal.readiness;

import dev.pollux.Backend;
import dev.pollux.DispatcherBuilder;
import dev.pollux.internal.loop.LoopBuilder;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.ReadinessDispatcherBuilder;
import dev.pollux.system.BusyPoll;
import java.io.IOException;

/** Opens a port, and a loop over it. */
public final class ReadinessLoopBuilder extends LoopBuilder<ReadinessDispatcherBuilder>
        implements ReadinessDispatcherBuilder {
    private final PortOpener opener;
    private Backend backend;
    private BusyPoll busyPoll;

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
        return this;
    }

    @Override
    public ReadinessDispatcher open() throws IOException {
        AbstractReadinessPort port = opener.open(backend);
        try {
            port.maxEvents(settings.maxEvents);
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
