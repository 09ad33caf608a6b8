package dev.pollux.benchmarks;

import dev.pollux.benchmarks.servers.CallCounts;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Counts system calls a message. */
@Command(
        name = "calls",
        description =
                "Counts the system calls that the servers of the suite completions make for a message, by perf and by"
                        + " strace.")
final class CallsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private HelpOption help;

    @Option(
            names = "--contestant",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Only servers with this in their name.")
    private String contestant;

    @Option(
            names = "--binding",
            paramLabel = "NAME",
            split = ",",
            defaultValue = Contestants.DEFAULT_BINDING,
            description = "What Pollux runs on (default: ${DEFAULT-VALUE}).")
    private List<String> bindings;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "64",
            description = "How many connections send messages (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            defaultValue = "64",
            description = "Of each message (default: ${DEFAULT-VALUE}).")
    private int bytes;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "2",
            description = "How long each server is loaded (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CallCounts.print(
                contestant,
                bindings,
                connections,
                bytes,
                seconds,
                command.commandLine().getOut());
        return 0;
    }
}
