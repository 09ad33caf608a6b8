package dev.pollux.examples.demo;

import java.io.IOException;

/** What it costs to hand a loop a single task, and how soon it runs. */
final class WakeupsTopic extends Topic {
    private static final int THREADS = 8;

    private final Children loops;

    WakeupsTopic(DemoPlan plan, Children loops) {
        super(plan, Subject.WAKEUPS);
        this.loops = loops;
    }

    @Override
    void warmUp(Contender contender) throws IOException {
        wakeups(contender, "asleep");
        wakeups(contender, "busy");
    }

    @Override
    void measure(Contender contender) throws IOException {
        long[] asleep = wakeups(contender, "asleep");
        contender.add(Figure.ASLEEP_CALL, asleep[0] / 1e3);
        contender.add(Figure.ASLEEP_RUN, asleep[1] / 1e3);
        long[] busy = wakeups(contender, "busy");
        contender.add(Figure.BUSY_CALL, busy[0] / 1e3);
        contender.add(Figure.BUSY_RUN, busy[1] / 1e3);
    }

    private long[] wakeups(Contender contender, String loop) throws IOException {
        return loops.of(contender).ask("wakeups", loop, THREADS, plan.wakeupMillis());
    }
}
