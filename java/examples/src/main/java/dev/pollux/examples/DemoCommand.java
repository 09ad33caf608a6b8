package dev.pollux.examples;

import dev.pollux.examples.demo.Demo;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(SystemFacts.kernel() + ", " + SystemFacts.processor());
        out.println("JDK " + SystemFacts.jdkVersion());
        new Demo(out).run();
        return 0;
    }
}
