package dev.pollux.benchmarks;

import dev.pollux.benchmarks.report.Report;
import dev.pollux.benchmarks.results.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes the report of what was measured before. */
@Command(name = "render", description = "Writes the report from figures taken before.")
final class RenderCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private HelpOption help;

    @Option(names = "--in", paramLabel = "FILE", required = true, arity = "1..*", description = "What measure wrote.")
    private List<Path> in;

    @Mixin
    private RenderOptions options;

    @Override
    public Integer call() throws IOException {
        List<Results> runs = new ArrayList<>();
        for (Path file : in) {
            try {
                runs.add(Results.read(file));
            } catch (IOException e) {
                throw new ParameterException(command.commandLine(), "can't read " + file + ": " + reason(e, file), e);
            }
        }
        options.write(
                new Report(runs),
                Path.of("docs/performance.md"),
                command.commandLine().getOut());
        return 0;
    }

    private static String reason(IOException e, Path file) {
        String text = e.getMessage();
        return text == null || text.equals(file.toString()) ? e.getClass().getSimpleName() : text;
    }
}
