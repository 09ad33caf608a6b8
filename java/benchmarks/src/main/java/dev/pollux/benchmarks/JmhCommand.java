package dev.pollux.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Hands its arguments to JMH as they are. */
@Command(name = "jmh", description = "JMH's own command line: jmh -h tells its options.")
final class JmhCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ARGUMENTS", description = "What JMH takes.")
    private List<String> arguments = List.of();

    private JmhCommand() {}

    /** {@return the command, made so that an option of JMH's is no option here} */
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new JmhCommand());
        commandLine.setUnmatchedOptionsArePositionalParams(true);
        commandLine.setExpandAtFiles(false);
        return commandLine;
    }

    @Override
    public Integer call() throws IOException {
        org.openjdk.jmh.Main.main(arguments.toArray(String[]::new));
        return 0;
    }
}
