package dev.pollux.examples.demo;

import dev.pollux.examples.load.LoadPlan;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** How late ticks are while clients talk at a rate of their own. */
final class TicksTopic extends Topic {
    private static final int CLIENTS = 100;
    private static final int MESSAGES_A_CLIENT = 20;
    private static final double BEFORE_SECONDS = 0.1;

    private final Children loops;

    TicksTopic(DemoPlan plan, Children loops) {
        super(plan, Subject.TICKS);
        this.loops = loops;
    }

    @Override
    void warmUp(Contender contender) throws IOException, InterruptedException {
        ticks(loops.of(contender));
    }

    @Override
    void measure(Contender contender) throws IOException, InterruptedException {
        ServerChild loop = loops.of(contender);
        ServerChild.Usage before = loop.usage();
        long startNanos = System.nanoTime();
        long[] lateNanos = ticks(loop);
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        contender.add(Figure.TICK_P50, lateNanos[0] / 1e3);
        contender.add(Figure.TICK_P99, lateNanos[1] / 1e3);
        double processorSeconds = (loop.usage().processorNanos() - before.processorNanos()) / 1e9;
        contender.add(Figure.TICK_PROCESSOR, 100 * processorSeconds / seconds);
    }

    private long[] ticks(ServerChild loop) throws IOException, InterruptedException {
        double seconds = plan.ticks() / 1e3;
        LoadPlan load = new LoadPlan(
                loop.address(),
                LoadPlan.Protocol.ECHO,
                "",
                CLIENTS,
                64,
                CLIENTS * MESSAGES_A_CLIENT,
                BEFORE_SECONDS,
                seconds + BEFORE_SECONDS,
                1,
                1);
        Callable<Void> clients = () -> {
            load(load);
            return null;
        };
        FutureTask<Void> talk = new FutureTask<>(clients);
        Thread thread = new Thread(talk, "clients");
        thread.setDaemon(true);
        thread.start();
        Thread.sleep((long) (1e3 * BEFORE_SECONDS));
        long[] lateNanos = loop.ask("ticks", plan.ticks());
        try {
            talk.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        }
        return lateNanos;
    }
}
