package dev.pollux.benchmarks.servers;

import dev.pollux.benchmarks.CPrograms;
import dev.pollux.benchmarks.Plan;
import dev.pollux.benchmarks.Suite;
import dev.pollux.benchmarks.results.Results;
import java.io.IOException;
import java.util.List;

/**
 * One echo server, written for readiness and for completions, on each backend that there is here, beside C and Netty by both of
 * the kernel's mechanisms. What is compared is the server's processor time a message, so latencies are not taken.
 */
public final class CompletionsSuite implements Suite {
    static final String NAME = "completions";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Plan plan, Results results) throws IOException, InterruptedException {
        String whyNot = ServersSuite.whyNot();
        if (whyNot == null && CPrograms.find(Contestant.RING_PROGRAM).isEmpty()) {
            whyNot = CPrograms.whyMissing(Contestant.RING_PROGRAM);
        }
        if (whyNot != null) {
            plan.log().println("without readiness beside completions: " + whyNot);
            return;
        }
        Scenes scenes = new Scenes(NAME, plan, results);
        List<Contestant> contestants = scenes.available(Contestant.ofCompletions(plan.bindings()));
        scenes.run(Scene.OF_COMPLETIONS, contestants);
        WaitingReads.run(NAME, contestants, plan, results);
    }
}
