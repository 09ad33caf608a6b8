package dev.pollux.examples.demo;

import java.io.IOException;

/** Tasks as fast as they can be handed over. */
final class TasksTopic extends Topic {
    private static final int THREADS = 8;
    private static final int WARM_UPS = 3;

    private final Children loops;

    TasksTopic(DemoPlan plan, Children loops) {
        super(plan, Subject.TASKS);
        this.loops = loops;
    }

    @Override
    void warmUp(Contender contender) throws IOException {
        for (int i = 0; i < WARM_UPS; i++) {
            handOver(contender, 1);
            handOver(contender, THREADS);
        }
    }

    @Override
    void measure(Contender contender) throws IOException {
        long[] one = handOver(contender, 1);
        contender.add(Figure.TASKS_OF_ONE, millionsASecond(one));
        contender.add(Figure.TASKS_OF_EIGHT, millionsASecond(handOver(contender, THREADS)));
        contender.add(Figure.TASK_GARBAGE, (double) one[1] / plan.tasks());
    }

    private long[] handOver(Contender contender, int threads) throws IOException {
        return loops.of(contender).ask("tasks", threads, plan.tasks());
    }

    private double millionsASecond(long[] nanosAndBytes) {
        return plan.tasks() * 1e3 / nanosAndBytes[0];
    }
}
