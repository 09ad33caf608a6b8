package dev.pollux.benchmarks;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How much is measured. */
final class MeasureOptions {
    private static final int ROUNDS = 5;

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each contestant is measured, in turn with the others: " + ROUNDS
                    + " if not said, 1 with --quick.")
    private Integer rounds;

    @Option(names = "--quick", description = "A smoke test of the harness: figures that mean nothing.")
    boolean quick;

    @Option(
            names = "--only",
            paramLabel = "GROUP",
            defaultValue = "",
            description = "Only groups with this in their name.")
    private String only;

    @Option(
            names = "--binding",
            paramLabel = "NAME",
            split = ",",
            defaultValue = Contestants.DEFAULT_BINDING,
            description =
                    "Of the suites completions and netty: what Pollux is measured by, ffm, jni or jnr, or several of them"
                            + " (default: ${DEFAULT-VALUE}).")
    private List<String> bindings;

    Plan plan(PrintWriter log) {
        if (rounds != null && rounds < 1) {
            throw new ParameterException(command.commandLine(), "--rounds must be 1 or more, not " + rounds);
        }
        return new Plan(rounds != null ? rounds : quick ? 1 : ROUNDS, quick, only, List.copyOf(bindings), log);
    }
}
