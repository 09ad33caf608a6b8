package dev.pollux.benchmarks;

import dev.pollux.benchmarks.results.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one suite. */
@Command(name = "measure", description = "Runs one suite, and keeps its figures.")
final class MeasureCommand implements Callable<Integer> {
    private final Measuring measuring;

    @Spec
    private CommandSpec command;

    @Mixin
    private HelpOption help;

    @Parameters(paramLabel = "SUITE", description = "Which: micro, servers, completions, netty or windows.")
    private String name;

    @Mixin
    private MeasureOptions options;

    @Option(names = "--out", paramLabel = "FILE", description = "Where the figures go: target/performance/SUITE.json.")
    private Path out;

    MeasureCommand(Measuring measuring) {
        this.measuring = measuring;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Suite suite = measuring.suites().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "there is no suite " + name + ", only: "
                                + measuring.suites().stream().map(Suite::name).collect(Collectors.joining(", "))));
        Plan plan = options.plan(command.commandLine().getOut());
        Path file = out != null ? out : Path.of("target/performance", name + ".json");
        Results results = measuring.run(suite, plan, file);
        if (results.measurements().isEmpty()) {
            throw new CommandFailure("nothing was measured");
        }
        return 0;
    }
}
