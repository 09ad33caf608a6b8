package dev.pollux.benchmarks.report;

import dev.pollux.benchmarks.results.Better;
import dev.pollux.benchmarks.results.Measurement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where a peer is ahead, row by row, and what falls short of a goal. */
final class WorsePage {
    private final Defeats defeats;
    private final List<Outcome> outcomes;

    WorsePage(Defeats defeats, List<Outcome> outcomes) {
        this.defeats = defeats;
        this.outcomes = outcomes;
    }

    String text() {
        Markdown page = new Markdown();
        page.heading(1, "What is worse than a peer");
        page.paragraph(defeats.summary());
        if (!defeats.caveat().isEmpty()) {
            page.paragraph(defeats.caveat());
        }
        if (!defeats.all().isEmpty()) {
            page.table(
                    List.of("where", "figure", "Pollux: median (min–max)", "better: median, and Pollux's ratio to it"),
                    defeats.all().stream().map(WorsePage::row).toList());
        }
        shortfalls(page);
        return page.toString();
    }

    private static List<String> row(Defeat defeat) {
        Measurement ours = defeat.ours();
        return List.of(
                Findings.where(ours),
                Numbers.named(ours.metric(), ours.unit()) + (ours.better() == Better.LOWER ? " ↓" : " ↑"),
                ours.contestant() + " " + new Spread(ours.samples()).text(),
                defeat.by().stream().map(Defeat::told).collect(Collectors.joining("<br>")));
    }

    private void shortfalls(Markdown page) {
        List<Outcome> missed = outcomes.stream()
                .filter(each -> each.verdict() == Outcome.Verdict.NOT_HELD)
                .toList();
        page.heading(2, "What falls short of a goal");
        if (missed.isEmpty()) {
            page.paragraph("Nothing of what was measured.");
            return;
        }
        page.bullets(missed.stream().map(WorsePage::shortfall).toList());
    }

    private static String shortfall(Outcome outcome) {
        Outcome.Score judged = outcome.scores().get(0);
        Optional<Measurement> theirs = judged.theirs();
        return "Goal " + outcome.goal().number() + ": " + GoalsPage.what(outcome) + ", "
                + judged.ours().contestant()
                + ": " + outcome.value(judged)
                + theirs.map(each -> " × (" + outcome.goal().rule().says + ")").orElse("")
                + ", to be " + outcome.bound() + ". " + outcome.figures() + ".";
    }
}
