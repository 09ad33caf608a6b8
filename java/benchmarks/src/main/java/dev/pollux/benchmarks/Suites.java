package dev.pollux.benchmarks;

import dev.pollux.benchmarks.micro.MicroSuite;
import dev.pollux.benchmarks.servers.CompletionsSuite;
import dev.pollux.benchmarks.servers.NettySuite;
import dev.pollux.benchmarks.servers.ServersSuite;
import dev.pollux.benchmarks.windows.WindowsSuite;
import java.util.List;

/** The suites there are, in the order of the report. */
final class Suites {
    private Suites() {}

    static List<Suite> all() {
        return List.of(
                new MicroSuite(), new ServersSuite(), new CompletionsSuite(), new NettySuite(), new WindowsSuite());
    }
}
