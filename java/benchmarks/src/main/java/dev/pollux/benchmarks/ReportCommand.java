package dev.pollux.benchmarks;

import dev.pollux.benchmarks.report.Report;
import dev.pollux.benchmarks.results.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** All in one go: measures by every suite, and writes the report. */
@Command(name = "report", description = "Runs every suite, and writes the report.")
final class ReportCommand implements Callable<Integer> {
    private final Measuring measuring;

    @Spec
    private CommandSpec command;

    @Mixin
    private HelpOption help;

    @Mixin
    private MeasureOptions measure;

    @Mixin
    private RenderOptions render;

    ReportCommand(Measuring measuring) {
        this.measuring = measuring;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Plan plan = measure.plan(command.commandLine().getOut());
        // What means nothing must not take the place of what was measured with care.
        Path byDefault = Path.of(plan.quick() ? "target/performance.md" : "docs/performance.md");
        Path folder = render.folder(byDefault);
        List<Results> runs = new ArrayList<>();
        List<Results> before = new ArrayList<>();
        Results all = new Results();
        for (Suite suite : measuring.suites()) {
            Path file = folder.resolve(suite.name() + ".json");
            Results results = measuring.run(suite, plan, file);
            if (!results.measurements().isEmpty()) {
                runs.add(results);
                all.include(results);
            } else if (plan.only().isEmpty()) {
                measuredBefore(suite, file, plan).ifPresent(before::add);
            }
        }
        if (runs.isEmpty()) {
            throw new CommandFailure("nothing was measured");
        }
        int suites = runs.size();
        runs.addAll(before);
        render.write(new Report(runs), byDefault, plan.log());
        plan.log().println(Measuring.count(all) + " by " + suites + " suites");
        return 0;
    }

    /** By a suite that can't run here. The report tells if it was of another commit. */
    private static Optional<Results> measuredBefore(Suite suite, Path file, Plan plan) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Results results = Results.read(file);
            plan.log().println(suite.name() + ": in the report as it was measured before, from " + file);
            return Optional.of(results);
        } catch (IOException e) { // what has just been measured is not to be lost for it
            plan.log().println(suite.name() + ": not in the report: " + e.getMessage());
            return Optional.empty();
        }
    }
}
