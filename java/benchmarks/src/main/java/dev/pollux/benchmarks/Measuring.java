package dev.pollux.benchmarks;

import dev.pollux.benchmarks.results.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs suites, and keeps what they measured in files. It also keeps what a suite had measured when it failed. One that has measured
 * nothing leaves a file from before as it is.
 */
final class Measuring {
    private final List<Suite> suites;
    private final List<String> commandLine;

    /** @param commandLine the arguments of the process, for the record */
    Measuring(List<Suite> suites, List<String> commandLine) {
        this.suites = suites;
        this.commandLine = commandLine;
    }

    List<Suite> suites() {
        return suites;
    }

    Results run(Suite suite, Plan plan, Path file) throws IOException, InterruptedException {
        Results results = new Results();
        Facts.of(plan, commandLine).forEach(results::fact);
        try {
            suite.run(plan, results);
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            if (!results.measurements().isEmpty()) {
                results.fact("incomplete", suite.name() + " ended before its time");
                results.write(file);
                plan.log().println(suite.name() + " failed; what it had measured is in " + file);
            }
            throw e;
        }
        if (results.measurements().isEmpty()) {
            plan.log().println(suite.name() + ": nothing");
            return results;
        }
        results.write(file);
        plan.log().println(suite.name() + ": " + count(results) + ", in " + file);
        return results;
    }

    static String count(Results results) {
        int samples = results.measurements().stream()
                .mapToInt(each -> each.samples().size())
                .sum();
        return results.measurements().size() + " figures taken, " + samples + " samples";
    }
}
