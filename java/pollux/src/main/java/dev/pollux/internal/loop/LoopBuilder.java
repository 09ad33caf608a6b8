package dev.pollux.internal.loop;

import dev.pollux.DispatcherBuilder;
import dev.pollux.DispatcherListener;
import dev.pollux.ErrorHandler;
import dev.pollux.WaitStrategy;
import java.util.Objects;

/** What the builders of both kinds of dispatcher have. */
public abstract class LoopBuilder<B extends DispatcherBuilder<B>> implements DispatcherBuilder<B> {
    protected final LoopSettings settings = new LoopSettings();

    protected abstract B self();

    @Override
    public final B name(String newName) {
        settings.name = Objects.requireNonNull(newName, "name");
        return self();
    }

    @Override
    public final B errorHandler(ErrorHandler handler) {
        settings.errorHandler = Objects.requireNonNull(handler, "errorHandler");
        return self();
    }

    @Override
    public final B waitStrategy(WaitStrategy strategy) {
        settings.waitStrategy = Objects.requireNonNull(strategy, "waitStrategy");
        return self();
    }

    @Override
    public final B maxTasksPerTurn(int count) {
        settings.maxTasks = inRange("maxTasksPerTurn", count, Integer.MAX_VALUE);
        return self();
    }

    @Override
    public final B maxTimersPerTurn(int count) {
        settings.maxTimers = inRange("maxTimersPerTurn", count, Integer.MAX_VALUE);
        return self();
    }

    public static int inRange(String setting, int count, int max) {
        if (count < 1 || count > max) {
            throw new IllegalArgumentException(setting + " of " + count + " is not within 1 and " + max);
        }
        return count;
    }

    @Override
    public final B timed(boolean isTimed) {
        settings.timed = isTimed;
        return self();
    }

    @Override
    public final B listener(DispatcherListener newListener) {
        settings.listener = newListener;
        return self();
    }

    @Override
    public final B slowCallbackNanos(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("slowCallbackNanos of " + nanos + " is negative");
        }
        settings.slowCallbackNanos = nanos;
        return self();
    }
}
