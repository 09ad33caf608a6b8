package dev.pollux.examples;

import dev.pollux.examples.demo.Demo;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares Pollux with a bare Selector, in less than a minute. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Runs an HTTP server on Pollux and the same one on a bare java.nio Selector, loads both in turn, and"
                        + " prints the figures side by side. Takes less than a minute.")
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--threads",
            defaultValue = "1",
            converter = ServerOptions.ThreadsConverter.class,
            description = "Number of loops of each server, each on its own thread (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(SystemFacts.kernel() + ", " + SystemFacts.processor());
        out.println("JDK " + SystemFacts.jdkVersion());
        new Demo(out, threads).run();
        return 0;
    }
}
