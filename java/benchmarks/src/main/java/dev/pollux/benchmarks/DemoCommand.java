package dev.pollux.benchmarks;

import dev.pollux.benchmarks.report.DemoChart;
import dev.pollux.benchmarks.results.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes the README's table and chart anew. */
@Command(
        name = "demo",
        description =
                "Runs the demo of the examples, and puts its table and its chart into the README. Run it at the root of"
                        + " the source tree, on a quiet machine.")
final class DemoCommand implements Callable<Integer> {
    private static final String BEGIN = "<!-- The demo's table: written by the benchmarks' command demo. -->\n";
    private static final String END = "<!-- End of the demo's table. -->\n";

    @Spec
    private CommandSpec command;

    @Mixin
    private HelpOption help;

    @Option(
            names = "--quick",
            description = "One short round, whose figures mean nothing: into target/, not the README.")
    private boolean quick;

    @Option(
            names = "--examples",
            paramLabel = "JAR",
            defaultValue = "java/examples/target/pollux-examples.jar",
            description = "The built examples (default: ${DEFAULT-VALUE}).")
    private Path examples;

    @Option(
            names = "--readme",
            paramLabel = "FILE",
            defaultValue = "README.md",
            description = "The page that has the table (default: ${DEFAULT-VALUE}).")
    private Path readme;

    @Option(
            names = "--charts",
            paramLabel = "FOLDER",
            description = "Where demo.svg and demo.json go: docs/performance, or target with --quick.")
    private Path charts;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.exists(examples)) {
            throw new CommandFailure(examples + " is not there: build it by mvn -DskipTests package");
        }
        Path folder = charts != null ? charts : Path.of(quick ? "target" : "docs/performance");
        Files.createDirectories(folder);
        Path json = folder.resolve("demo.json");
        Path table = Files.createTempFile("pollux-demo", ".md");
        try {
            measure(json, table);
            Results results = Results.read(json);
            results.write(json); // in lines, for those who compare versions
            Files.writeString(folder.resolve("demo.svg"), DemoChart.svg(results));
            if (!quick) {
                Files.writeString(readme, withTable(Files.readString(readme), Files.readString(table)));
                command.commandLine().getOut().println("the table is in " + readme + ", the chart in " + folder);
            }
        } finally {
            Files.delete(table);
        }
        return 0;
    }

    private void measure(Path json, Path table) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-jar", examples.toString(), "demo"));
        line.addAll(List.of("--json", json.toString(), "--markdown", table.toString()));
        if (quick) {
            line.add("--quick");
        }
        int exitCode = new ProcessBuilder(line).inheritIO().start().waitFor();
        if (exitCode != 0) {
            throw new CommandFailure("the demo ended with exit code " + exitCode);
        }
    }

    /** {@return a page with another table between its two marks} */
    static String withTable(String page, String table) {
        String text = page.replace("\r\n", "\n");
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new CommandFailure("the page has no place for the table, between the lines " + BEGIN + "and " + END);
        }
        return text.substring(0, begin + BEGIN.length()) + "\n" + table.strip() + "\n\n" + text.substring(end);
    }
}
