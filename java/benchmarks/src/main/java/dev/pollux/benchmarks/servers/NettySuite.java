package dev.pollux.benchmarks.servers;

import dev.pollux.benchmarks.Plan;
import dev.pollux.benchmarks.Suite;
import dev.pollux.benchmarks.results.Results;
import java.io.IOException;

/** HTTP servers of Netty's own codecs, on Pollux's channels and on those of Netty's transports. */
public final class NettySuite implements Suite {
    public static final String NAME = "netty";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Plan plan, Results results) throws IOException, InterruptedException {
        String whyNot = ServersSuite.whyNot();
        if (whyNot != null) {
            plan.log().println("without Netty's transports: " + whyNot);
            return;
        }
        Scenes scenes = new Scenes(NAME, plan, results);
        scenes.run(Scene.OF_NETTY, scenes.available(Contestant.ofNetty(plan.bindings())));
    }
}
