package dev.pollux.internal.backends;

import dev.pollux.Backend;
import dev.pollux.Diagnostics;
import dev.pollux.completion.CompletionDispatcherBuilder;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.internal.completion.CompletionPortBuilderWork;
import dev.pollux.internal.completion.loop.CompletionLoopBuilder;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.readiness.GroupBuilderWork;
import dev.pollux.internal.readiness.PortOpener;
import dev.pollux.internal.readiness.ReadinessLoopBuilder;
import dev.pollux.internal.readiness.ReadinessPortBuilderWork;
import dev.pollux.internal.readiness.WriteQueueBuilder;
import dev.pollux.internal.wiring.Wiring;
import dev.pollux.readiness.DispatcherGroupBuilder;
import dev.pollux.readiness.ReadinessDispatcherBuilder;
import dev.pollux.readiness.ReadinessPortBuilder;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;

/** Knows the work behind each face that a program can ask for. {@link Wiring} loads it by its name. */
final class AllWorks implements Wiring.Works, PortOpener {
    static {
        Wiring.use(new AllWorks());
    }

    private AllWorks() {}

    @Override
    public Object make(Class<?> face) {
        if (face == ReadinessPortBuilder.class) {
            return new ReadinessPortBuilderWork(this);
        }
        if (face == WriteQueue.Builder.class) {
            return new WriteQueueBuilder();
        }
        if (face == ReadinessDispatcherBuilder.class) {
            return new ReadinessLoopBuilder(this);
        }
        if (face == Diagnostics.class) {
            return new Findings();
        }
        if (face == CompletionDispatcherBuilder.class) {
            return new CompletionLoopBuilder();
        }
        if (face == DispatcherGroupBuilder.class) {
            return new GroupBuilderWork();
        }
        if (face == CompletionPortBuilder.class) {
            return new CompletionPortBuilderWork(CompletionBackends.ALL::open);
        }
        throw new IllegalArgumentException("no work has the face " + face.getName());
    }

    @Override
    public AbstractReadinessPort open(Backend asked) throws IOException {
        return ReadinessBackends.ALL.open(asked);
    }
}
