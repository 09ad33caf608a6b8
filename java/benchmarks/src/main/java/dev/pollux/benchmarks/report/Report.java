package dev.pollux.benchmarks.report;

import dev.pollux.benchmarks.results.Measurement;
import dev.pollux.benchmarks.results.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The report of one run or several: a first page with its charts, and behind it the pages with all the figures. */
public final class Report {
    static final String WORSE = "worse.md";
    static final String GOALS = "goals.md";
    static final String METHOD = "method.md";
    private static final String SUMMARY = "summary.md";
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
     * Writes the pages and the charts.
     *
     * @param first the file of the first page, Markdown
     * @param folder the folder of the charts and of the pages behind. Of what is written there by hand, a file {@code
     *     summary.md} becomes a part of the first page, and a file {@code notes.md} is linked from it
     */
    public void write(Path first, Path folder) throws IOException {
        Path parent = first.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        Files.createDirectories(folder);
        String link = parent.relativize(folder.toAbsolutePath()).toString().replace('\\', '/');
        List<Chart> charts = Charts.of(findings);
        for (Chart chart : charts) {
            Files.writeString(folder.resolve(chart.file()), chart.svg());
        }
        for (Map.Entry<String, String> page : behind().entrySet()) {
            Files.writeString(folder.resolve(page.getKey()), page.getValue());
        }
        Path summary = folder.resolve(SUMMARY);
        Files.writeString(
                first,
                first(
                        charts,
                        link,
                        Files.exists(summary) ? Files.readString(summary) : "",
                        Files.exists(folder.resolve(NOTES))));
    }

    /** {@return the first page} */
    String first(List<Chart> charts, String link, String summary, boolean hasNotes) throws IOException {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put(WORSE, "What is worse than a peer, row by row, and what falls short of a goal");
        titles.put(GOALS, "The goals, and what they came to");
        if (hasNotes) {
            titles.put(NOTES, "What stands between us and the goals");
        }
        suites().forEach(suite -> titles.put(figures(suite), "All figures: " + suite));
        titles.put(METHOD, "How it was measured, where and when");
        return new FirstPage(findings, environment, new Defeats(findings)).text(charts, link, summary, titles);
    }

    /** {@return the pages behind the first one, by their files} */
    Map<String, String> behind() throws IOException {
        List<Outcome> outcomes = new Judge(findings).judge(Goals.all());
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put(WORSE, new WorsePage(new Defeats(findings), outcomes).text());
        pages.put(GOALS, GoalsPage.text(outcomes));
        FiguresPage figures = new FiguresPage(findings, environment.hasWine());
        suites().forEach(suite -> pages.put(figures(suite), figures.text(suite)));
        pages.put(METHOD, environment.text());
        return pages;
    }

    private List<String> suites() {
        return findings.distinct(each -> true, Measurement::suite);
    }

    private static String figures(String suite) {
        return "figures-" + suite + ".md";
    }
}
