package dev.pollux.benchmarks.report;

import dev.pollux.benchmarks.results.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The report of one run or several: a page for sceptics, what is worse than a peer first, and its charts. */
public final class Report {
    private static final String NOTES = "notes.md";

    private final Findings findings;
    private final Environment environment;

    /** @param runs what was measured, a later figure in place of an earlier one */
    public Report(List<Results> runs) {
        Results all = new Results();
        runs.forEach(all::include);
        findings = new Findings(all.measurements());
        environment = new Environment(runs);
    }

    /**
     * Writes the page and its charts.
     *
     * @param page the file, Markdown
     * @param charts the folder; a file {@code notes.md} in it, written by hand, becomes a part of the page
     */
    public void write(Path page, Path charts) throws IOException {
        Path folder = page.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Files.createDirectories(charts);
        String link = folder.relativize(charts.toAbsolutePath()).toString().replace('\\', '/');
        List<Chart> drawn = Charts.of(findings);
        for (Chart chart : drawn) {
            Files.writeString(charts.resolve(chart.file()), chart.svg());
        }
        Path notes = charts.resolve(NOTES);
        Files.writeString(page, page(drawn, link, Files.exists(notes) ? Files.readString(notes) : ""));
    }

    String page(List<Chart> charts, String link, String notes) throws IOException {
        List<Outcome> outcomes = new Judge(findings).judge(Goals.all());
        Markdown page = new Markdown();
        page.heading(1, "Performance");
        page.paragraph("""
                Written by `pollux-benchmarks.jar report`; not by hand. Pollux stands beside the JDK's selector, Netty and
                Agrona, and beside the same loop in C, which is the floor. [How it was measured](#how-it-was-measured) and
                [how to repeat it](#how-to-repeat-it) are at the end.""");
        environment.warnings().forEach(warning -> page.paragraph("> **" + warning + "**"));
        new WorseSection(findings, outcomes).write(page);
        if (!notes.isBlank()) {
            page.paragraph(notes);
        }
        GoalsSection.write(outcomes, page);
        if (!charts.isEmpty()) {
            page.heading(2, "Charts");
            charts.forEach(chart -> page.paragraph("![" + chart.title() + "](" + link + "/" + chart.file() + ")"));
        }
        new TablesSection(findings, environment.hasWine()).write(page);
        environment.write(page);
        page.paragraph(Resource.text("repeat.md").replace("{raw}", link));
        return page.toString();
    }
}
