package dev.pollux.benchmarks;

import dev.pollux.benchmarks.servers.NettyGarbage;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells what Netty's transports, and Pollux's under Netty, leave to the collector. */
@Command(
        name = "garbage",
        description =
                "Prints how many bytes Netty's echo server allocates for a message, and how much of the processor it"
                        + " takes, on each transport: Pollux's and Netty's own. The bytes do not depend on what else runs.")
final class GarbageCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private HelpOption help;

    @Mixin
    private ByHandOptions options;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each server is measured, in turn (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--storm", description = "Connections are opened and closed, instead of messages sent.")
    private boolean storm;

    @Override
    public Integer call() throws IOException, InterruptedException {
        NettyGarbage garbage = new NettyGarbage(
                storm,
                options.connections,
                options.bytes,
                options.seconds,
                command.commandLine().getOut());
        garbage.print(options.contestant, options.bindings, rounds);
        return 0;
    }
}
