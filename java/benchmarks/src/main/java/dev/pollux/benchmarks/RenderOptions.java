package dev.pollux.benchmarks;

import dev.pollux.benchmarks.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the report goes. */
final class RenderOptions {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The report: docs/performance.md, under target with --quick.")
    private Path out;

    @Option(names = "--charts", paramLabel = "FOLDER", description = "Its charts: a folder named as the report.")
    private Path charts;

    /** {@return the folder of charts, and of the figures they are drawn from} */
    Path folder(Path byDefault) {
        if (charts != null) {
            return charts;
        }
        Path file = file(byDefault);
        String name = file.getFileName().toString();
        return file.resolveSibling(name.endsWith(".md") ? name.substring(0, name.length() - 3) : name + ".charts");
    }

    void write(Report report, Path byDefault, PrintWriter log) throws IOException {
        Path file = file(byDefault);
        report.write(file, folder(byDefault));
        log.println("the report is " + file);
    }

    private Path file(Path byDefault) {
        return out != null ? out : byDefault;
    }
}
