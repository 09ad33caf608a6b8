package dev.pollux.benchmarks;

import dev.pollux.benchmarks.servers.CallCounts;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    @Mixin
    private ByHandOptions options;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CallCounts.print(
                options.contestant,
                options.bindings,
                options.connections,
                options.bytes,
                options.seconds,
                command.commandLine().getOut());
        return 0;
    }
}
