package dev.pollux.benchmarks.report;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.results.Better;
import dev.pollux.benchmarks.results.Measurement;
import dev.pollux.benchmarks.servers.NettySuite;
import dev.pollux.benchmarks.windows.WindowsSuite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All figures of a suite: a table a scene, contestants as rows, metrics as columns. */
final class FiguresPage {
    private static final List<String> JDK = List.of(Contestants.JDK_CONSUMER, Contestants.JDK_SELECT);

    private static final List<String> FLOORS = List.of(Contestants.C, Contestants.C_EPOLL, Contestants.C_IO_URING);

    private final Findings findings;
    private final boolean onWine;

    /** @param onWine if what stands for Windows is Wine */
    FiguresPage(Findings findings, boolean onWine) {
        this.findings = findings;
        this.onWine = onWine;
    }

    String text(String suite) {
        Markdown page = new Markdown();
        page.heading(1, "All figures: " + suite);
        page.paragraph("""
                Medians (min–max). Beneath stands the ratio to C (by epoll and by io_uring where it was measured so), to the JDK
                (`select(Consumer)` where it was measured, else `select()`), and to the JDK's asynchronous channels where they were measured.

                | sign | means |
                | --- | --- |
                | ≈ | the rounds don't agree on who is ahead, or are too few to tell |
                | ↓ ↑ | lower is better, higher is better |
                | – | not measured |""");
        if (onWine && suite.equals(WindowsSuite.NAME)) {
            page.paragraph("""
                    Absolute figures mean little here: every call of the kernel's is a message to Wine's one server
                    process, which dominates. A ratio says a little more, and nothing of Windows's own kernel.""");
        }
        for (String group : findings.distinct(each -> each.suite().equals(suite), Measurement::group)) {
            page.heading(2, group);
            for (String scene : findings.scenes(suite, group, "*")) {
                page.paragraph("**" + scene + "**");
                table(suite, group, scene, page);
            }
        }
        return page.toString();
    }

    private void table(String suite, String group, String scene, Markdown page) {
        List<String> metrics = findings.distinct(Findings.in(suite, group, scene), Measurement::metric);
        List<String> header = new ArrayList<>(List.of(""));
        metrics.forEach(metric -> header.add(header(suite, group, scene, metric)));
        List<List<String>> rows = new ArrayList<>();
        for (String contestant : findings.contestants(suite, group, scene)) {
            List<String> row = new ArrayList<>(List.of(contestant));
            metrics.forEach(metric -> row.add(findings.find(suite, group, scene, contestant, metric)
                    .map(this::cell)
                    .orElse("–")));
            rows.add(row);
        }
        page.table(header, rows);
    }

    private String header(String suite, String group, String scene, String metric) {
        Measurement any = findings.all().stream()
                .filter(Findings.in(suite, group, scene))
                .filter(each -> each.metric().equals(metric))
                .findFirst()
                .orElseThrow();
        return Numbers.named(metric, any.unit()) + (any.better() == Better.LOWER ? " ↓" : " ↑");
    }

    private String cell(Measurement figure) {
        List<String> ratios = new ArrayList<>();
        for (String floor : FLOORS) {
            ratio(figure, findings.ofAnother(figure, floor), floor).ifPresent(ratios::add);
        }
        ratio(
                        figure,
                        JDK.stream()
                                .flatMap(each -> findings.ofAnother(figure, each).stream())
                                .findFirst(),
                        "JDK")
                .ifPresent(ratios::add);
        ratio(figure, findings.ofAnother(figure, Contestants.JDK_ASYNCHRONOUS), "asynchronous")
                .ifPresent(ratios::add);
        if (figure.suite().equals(NettySuite.NAME)) { // what its users have now
            ratio(figure, findings.ofAnother(figure, Contestants.NETTY_EPOLL), Contestants.NETTY_EPOLL)
                    .ifPresent(ratios::add);
        }
        String text = new Spread(figure.samples()).text();
        return ratios.isEmpty() ? text : text + "<br>" + String.join(" · ", ratios);
    }

    private static Optional<String> ratio(Measurement figure, Optional<Measurement> other, String name) {
        return other.filter(each -> !each.equals(figure)).map(each -> {
            Comparison comparison = Comparison.of(figure, each);
            return (comparison.isWithinNoise() ? "≈" : "") + Numbers.ratio(comparison.median()) + " × " + name;
        });
    }
}
