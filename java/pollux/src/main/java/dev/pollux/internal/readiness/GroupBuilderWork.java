package dev.pollux.internal.readiness;

import dev.pollux.readiness.DispatcherGroup;
import dev.pollux.readiness.DispatcherGroupBuilder;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.ReadinessDispatcherBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/** Opens the loops of a group. */
public final class GroupBuilderWork implements DispatcherGroupBuilder {
    private int count = 1;
    private String name = "loop";
    private ThreadFactory threadFactory;
    private Consumer<ReadinessDispatcherBuilder> settings = builder -> {};

    @Override
    public DispatcherGroupBuilder loops(int loopCount) {
        if (loopCount < 1 || loopCount > DispatcherGroup.MAX_LOOPS) {
            throw new IllegalArgumentException(
                    "a group of " + loopCount + " loops is not within 1 and " + DispatcherGroup.MAX_LOOPS);
        }
        count = loopCount;
        return this;
    }

    @Override
    public DispatcherGroupBuilder name(String newName) {
        name = Objects.requireNonNull(newName, "name");
        return this;
    }

    @Override
    public DispatcherGroupBuilder threadFactory(ThreadFactory factory) {
        threadFactory = Objects.requireNonNull(factory, "threadFactory");
        return this;
    }

    @Override
    public DispatcherGroupBuilder settings(Consumer<ReadinessDispatcherBuilder> newSettings) {
        settings = Objects.requireNonNull(newSettings, "settings");
        return this;
    }

    @Override
    public DispatcherGroup open() throws IOException {
        List<ReadinessDispatcher> loops = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                ReadinessDispatcherBuilder builder =
                        ReadinessDispatcher.builder().name(name + "-" + i);
                settings.accept(builder);
                loops.add(builder.open());
            }
            return new GroupWork(name, threadFactory, loops);
        } catch (Throwable e) {
            GroupWork.closeEach(loops, e);
            throw e;
        }
    }
}
