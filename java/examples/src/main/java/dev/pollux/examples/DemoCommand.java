package dev.pollux.examples;

import dev.pollux.Backend;
import dev.pollux.examples.demo.Demo;
import dev.pollux.examples.demo.DemoFiles;
import dev.pollux.examples.demo.DemoPlan;
import dev.pollux.examples.demo.Progress;
import dev.pollux.examples.server.Mode;
import dev.pollux.examples.server.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares Pollux with a bare Selector, in less than a minute and a half. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Measures Pollux beside a bare java.nio Selector, and prints a table, and one sentence that says what it shows. Takes"
                    + " less than a minute and a half.",
            "It measures how late a timer's ticks are while clients talk, what it costs to wake a loop, tasks a second, garbage"
                    + " under back-pressure, memory of idle connections, and an HTTP server. Each side runs in processes of its"
                    + " own, with the same JDK and flags, five times in turn."
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--threads",
            defaultValue = "1",
            converter = ServerOptions.ThreadsConverter.class,
            description = "Number of loops of each HTTP server, each on its own thread (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--mode",
            description =
                    "${COMPLETION-CANDIDATES}: which kind of program Pollux is here (default: that of the backend,"
                            + " or readiness).")
    private Mode mode;

    @Option(
            names = "--backend",
            description = "${COMPLETION-CANDIDATES}; fails if it is not available (default: the best of the mode).")
    private Backend backend;

    @Option(
            names = "--quick",
            description = "One short round: does it run here? The figures mean nothing, and the table says so.")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures of each round there.")
    private Path json;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Also write the table there, for a page.")
    private Path markdown;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Target target = Choice.apply(mode, backend, null);
        if (target.backend() != null) {
            System.setProperty("dev.pollux.backend", target.backend().toString()); // of the children
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("kernel", SystemFacts.kernel());
        facts.put("processor", SystemFacts.processor());
        facts.put("JDK", JdkFacts.version());
        facts.forEach((name, value) -> out.println(name + ": " + value));
        facts.put("command", "java -jar java/examples/target/pollux-examples.jar demo");
        DemoPlan plan = quick ? DemoPlan.QUICK : DemoPlan.WHOLE;
        DemoFiles files = new Demo(out, Progress.isTerminal(), plan, threads, target.mode()).run(facts);
        if (json != null) {
            files.writeJson(json);
        }
        if (markdown != null) {
            files.writeMarkdown(markdown);
        }
        return 0;
    }
}
