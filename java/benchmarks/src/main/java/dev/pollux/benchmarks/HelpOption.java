package dev.pollux.benchmarks;

import picocli.CommandLine.Option;

/** What every command but JMH's has, which has a help of its own. */
final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;
}
