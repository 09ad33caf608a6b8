package dev.pollux.benchmarks;

import java.util.List;
import picocli.CommandLine.Option;

/** Which servers a command that files no figures looks at, and how they are loaded. */
final class ByHandOptions {
    @Option(
            names = "--contestant",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Only servers with this in their name.")
    String contestant;

    @Option(
            names = "--binding",
            paramLabel = "NAME",
            split = ",",
            defaultValue = Contestants.DEFAULT_BINDING,
            description = "What Pollux runs on (default: ${DEFAULT-VALUE}).")
    List<String> bindings;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "64",
            description = "How many connections send messages (default: ${DEFAULT-VALUE}).")
    int connections;

    @Option(
            names = "--bytes",
            paramLabel = "N",
            defaultValue = "64",
            description = "Of each message (default: ${DEFAULT-VALUE}).")
    int bytes;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "2",
            description = "How long each server is loaded (default: ${DEFAULT-VALUE}).")
    double seconds;
}
