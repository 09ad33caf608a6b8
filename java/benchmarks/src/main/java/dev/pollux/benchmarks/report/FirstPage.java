package dev.pollux.benchmarks.report;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.results.Better;
import dev.pollux.benchmarks.results.Measurement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a reader learns in five minutes: what it costs, where a peer is better, the charts, and how to repeat it. */
final class FirstPage {
    private static final List<String> JDK = List.of(Contestants.JDK_CONSUMER, Contestants.JDK_SELECT);
    private static final List<String> NETTY =
            List.of(Contestants.NETTY_EPOLL, Contestants.NETTY_NIO, Contestants.NETTY_IO_URING);

    private final Findings findings;
    private final Environment environment;
    private final Defeats defeats;

    FirstPage(Findings findings, Environment environment, Defeats defeats) {
        this.findings = findings;
        this.environment = environment;
        this.defeats = defeats;
    }

    /**
     * @param charts those that were drawn
     * @param link the folder of the charts and of the pages behind this one
     * @param summary a part that was written by hand, or nothing
     * @param behind the titles of the pages behind this one, by their files
     */
    String text(List<Chart> charts, String link, String summary, Map<String, String> behind) throws IOException {
        Markdown page = new Markdown();
        page.heading(1, "Performance");
        page.paragraph("""
                Pollux stands here beside the JDK's selector, Netty and Agrona, and beside the same loop in C, which is the
                floor. This page has the figures that matter most, and those that are worse than a peer's. All others are
                [behind it](#behind-this-page).""");
        page.paragraph(
                "Measured: " + environment.inShort() + ". Written by `pollux-benchmarks.jar report`, not by hand.");
        environment.warnings().forEach(warning -> page.paragraph("> **" + warning + "**"));
        if (!summary.isBlank()) {
            page.paragraph(summary);
        }
        costs(page);
        worse(page, link);
        if (!charts.isEmpty()) {
            page.heading(2, "Charts");
            charts.forEach(chart -> page.paragraph("![" + chart.title() + "](" + link + "/" + chart.file() + ")"));
        }
        page.paragraph(Resource.text("repeat.md").replace("{raw}", link));
        page.heading(2, "Behind this page");
        page.bullets(behind.entrySet().stream()
                .map(each -> "[" + each.getValue() + "](" + link + "/" + each.getKey() + ")")
                .toList());
        return page.toString();
    }

    private void costs(Markdown page) {
        List<List<String>> rows = new ArrayList<>();
        for (Headline headline : Headline.ALL) {
            chosen(headline).ifPresent(ours -> rows.add(row(headline, ours)));
        }
        if (rows.isEmpty()) {
            return;
        }
        page.heading(2, "What it costs");
        page.paragraph("""
                Medians, Pollux with the binding that a program gets if it does not choose. The last column has the best of
                all peers, and Pollux's ratio to it with the least and the greatest of the rounds. ≈ means that the rounds
                don't agree on who is ahead. ↓: lower is better, ↑: higher is.""");
        page.table(List.of("", "Pollux", "C", "JDK", "Netty", "Pollux beside the best peer"), rows);
    }

    /** By the binding that a program gets if it does not choose. */
    private Optional<Measurement> chosen(Headline headline) {
        List<String> scenes = findings.scenes(headline.suite(), headline.group(), headline.scene());
        return scenes.isEmpty()
                ? Optional.empty()
                : Findings.POLLUX.stream()
                        .flatMap(each -> findings
                                .find(
                                        headline.suite(),
                                        headline.group(),
                                        scenes.get(scenes.size() - 1),
                                        each,
                                        headline.metric())
                                .stream())
                        .findFirst();
    }

    private List<String> row(Headline headline, Measurement ours) {
        return List.of(
                headline.label() + (ours.better() == Better.LOWER ? " ↓" : " ↑"),
                Numbers.withUnit(ours.median(), ours.unit()),
                floors(ours),
                first(ours, JDK),
                first(ours, NETTY),
                bestPeer(ours));
    }

    /** {@return what C comes to, by each of the kernel's mechanisms if it was measured by them} */
    private String floors(Measurement ours) {
        String byMechanism = Stream.of(Contestants.C_EPOLL, Contestants.C_IO_URING)
                .flatMap(each -> findings.ofAnother(ours, each).stream())
                .map(each -> each.contestant().substring(Contestants.C.length()).strip() + " "
                        + Numbers.withUnit(each.median(), each.unit()))
                .collect(Collectors.joining(", "));
        return byMechanism.isEmpty() ? first(ours, List.of(Contestants.C)) : byMechanism;
    }

    private String first(Measurement ours, List<String> contestants) {
        return contestants.stream()
                .flatMap(each -> findings.ofAnother(ours, each).stream())
                .findFirst()
                .map(each -> Numbers.withUnit(each.median(), each.unit()))
                .orElse("–");
    }

    private String bestPeer(Measurement ours) {
        Comparator<Measurement> byMedian = Comparator.comparingDouble(Measurement::median);
        return Findings.ORDER.stream()
                .filter(Findings::isPeer)
                .flatMap(each -> findings.ofAnother(ours, each).stream())
                .min(ours.better() == Better.LOWER ? byMedian : byMedian.reversed())
                .map(best -> Comparison.of(ours, best))
                .map(best -> (best.isWithinNoise() ? "≈ " : "") + best.text() + " × "
                        + best.other().contestant())
                .orElse("–");
    }

    private void worse(Markdown page, String link) {
        page.heading(2, "Where a peer is better");
        page.paragraph(defeats.summary() + " [Row by row](" + link + "/" + Report.WORSE + ").");
        List<Defeats.Kind> kinds = defeats.kinds();
        if (kinds.isEmpty()) {
            return;
        }
        page.paragraph(
                ("Of each kind of figure this is the worst scene, by the binding that a program gets if it does not"
                                + " choose. " + defeats.caveat())
                        .strip());
        page.table(
                List.of("figure", "at worst in", "Pollux", "the peer, and Pollux's ratio to it", "behind in"),
                kinds.stream().map(FirstPage::row).toList());
    }

    private static List<String> row(Defeats.Kind kind) {
        Measurement ours = kind.worst().ours();
        return List.of(
                Numbers.named(ours.metric(), ours.unit()) + (ours.better() == Better.LOWER ? " ↓" : " ↑"),
                Findings.where(ours),
                Numbers.of(ours.median()),
                Defeat.told(kind.worst().by().get(0)),
                kind.scenes() + " of " + kind.measured() + (kind.measured() == 1 ? " scene" : " scenes"));
    }
}
