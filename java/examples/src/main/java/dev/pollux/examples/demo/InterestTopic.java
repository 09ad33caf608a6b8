package dev.pollux.examples.demo;

import dev.pollux.examples.load.LoadPlan;
import dev.pollux.examples.load.LoadResult;
import java.io.IOException;

/** Echoes that wait until their socket can be written to: interest changes twice a message. */
final class InterestTopic extends Topic {
    private static final int CLIENTS =
            200; // a server's usual descriptors, beyond the small numbers that Java has boxed

    private final Children loops;

    InterestTopic(DemoPlan plan, Children loops) {
        super(plan, Subject.INTEREST);
        this.loops = loops;
    }

    @Override
    void warmUp(Contender contender) throws IOException, InterruptedException {
        ServerChild loop = loops.of(contender);
        loop.ask("replies", "when-writable");
        echo(loop, plan.warmUpSeconds() / 2);
    }

    @Override
    void measure(Contender contender) throws IOException, InterruptedException {
        ServerChild loop = loops.of(contender);
        ServerChild.Usage before = loop.usage();
        LoadResult result = echo(loop, plan.loadSeconds());
        ServerChild.Usage after = loop.usage();
        contender.add(Figure.INTEREST_GARBAGE, allocatedBytes(before, after, result));
        contender.add(Figure.INTEREST_PROCESSOR, processorMicros(before, after, result));
    }

    private LoadResult echo(ServerChild loop, double seconds) throws IOException, InterruptedException {
        return load(new LoadPlan(loop.address(), LoadPlan.Protocol.ECHO, "", CLIENTS, 64, 0, 0, seconds, 1, 1));
    }
}
