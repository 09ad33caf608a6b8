package dev.pollux.internal.readiness;

import dev.pollux.Backend;
import dev.pollux.ErrorHandler;
import dev.pollux.WaitStrategy;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.ReadinessPortBuilder;
import dev.pollux.system.BusyPoll;
import java.io.IOException;
import java.util.Objects;

/** The builder of a port without a dispatcher. */
public final class ReadinessPortBuilderWork implements ReadinessPortBuilder {
    private final PortOpener opener;
    private Backend backend;
    private int maxBatch; // 0 for no bound
    private WaitStrategy waitStrategy = WaitStrategy.BLOCKING;
    private BusyPoll busyPoll;
    private ErrorHandler errorHandler = ErrorHandler.CLOSE_AND_LOG;

    public ReadinessPortBuilderWork(PortOpener opener) {
        this.opener = opener;
    }

    @Override
    public ReadinessPortBuilder backend(Backend newBackend) {
        backend = newBackend;
        return this;
    }

    @Override
    public ReadinessPortBuilder maxBatch(int events) {
        if (events < 1 || events > MAX_BATCH) {
            throw new IllegalArgumentException("maxBatch of " + events + " is not within 1 and " + MAX_BATCH);
        }
        maxBatch = events;
        return this;
    }

    @Override
    public ReadinessPortBuilder waitStrategy(WaitStrategy strategy) {
        waitStrategy = Objects.requireNonNull(strategy, "waitStrategy");
        return this;
    }

    @Override
    public ReadinessPortBuilder busyPoll(BusyPoll parameters) {
        busyPoll = parameters;
        return this;
    }

    @Override
    public ReadinessPortBuilder errorHandler(ErrorHandler handler) {
        errorHandler = Objects.requireNonNull(handler, "errorHandler");
        return this;
    }

    @Override
    public ReadinessPort open() throws IOException {
        AbstractReadinessPort port = opener.open(backend);
        try {
            port.errorHandler(errorHandler);
            port.waitStrategy = waitStrategy;
            if (maxBatch > 0) {
                port.maxEvents(maxBatch);
            }
            if (busyPoll != null) {
                port.busyPoll(busyPoll);
            }
            return port;
        } catch (Throwable e) {
            port.close();
            throw e;
        }
    }
}
