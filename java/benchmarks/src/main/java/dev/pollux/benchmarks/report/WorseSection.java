package dev.pollux.benchmarks.report;

import dev.pollux.benchmarks.results.Better;
import dev.pollux.benchmarks.results.Measurement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The first part of the page: where a peer is ahead, and what falls short of a goal. */
final class WorseSection {
    private final Findings findings;
    private final List<Outcome> outcomes;

    WorseSection(Findings findings, List<Outcome> outcomes) {
        this.findings = findings;
        this.outcomes = outcomes;
    }

    /** A figure of ours, and those peers' that are better. */
    private record Defeat(Measurement ours, List<Comparison> by) {
        double worst() {
            return by.stream().mapToDouble(Comparison::timesWorse).max().orElseThrow();
        }

        List<String> row() {
            String best = by.stream()
                    .map(each -> each.other().contestant() + " "
                            + Numbers.of(each.other().median()) + ": " + each.text() + " ×"
                            + (each.isTold() ? "" : " ?"))
                    .collect(Collectors.joining("<br>"));
            return List.of(
                    Findings.where(ours),
                    Numbers.named(ours.metric(), ours.unit()) + (ours.better() == Better.LOWER ? " ↓" : " ↑"),
                    ours.contestant() + " " + new Spread(ours.samples()).text(),
                    best);
        }
    }

    void write(Markdown page) {
        page.heading(2, "What is worse than a peer");
        List<Comparison> compared = findings.all().stream()
                .filter(each -> Findings.POLLUX.contains(each.contestant()))
                .flatMap(ours -> Findings.ORDER.stream()
                        .filter(Findings::isPeer)
                        .flatMap(peer -> findings.ofAnother(ours, peer).stream())
                        .map(theirs -> Comparison.of(ours, theirs)))
                .toList();
        List<Comparison> worse = compared.stream()
                .filter(each -> each.timesWorse() > 1 && (!each.isWithinNoise() || !each.isTold()))
                .toList();
        page.paragraph(summary(compared, worse));
        if (!compared.stream().allMatch(Comparison::isTold)) {
            page.paragraph("Some were measured in fewer than " + Comparison.ROUNDS_THAT_TELL
                    + " rounds. Nothing tells those differences from noise: all that are to our loss are listed, with a"
                    + " question mark.");
        }
        List<Defeat> defeats = defeats(worse);
        if (!defeats.isEmpty()) {
            page.table(
                    List.of("where", "figure", "Pollux: median (min–max)", "better: median, and Pollux's ratio to it"),
                    defeats.stream().map(Defeat::row).toList());
        }
        shortfalls(page);
    }

    private static String summary(List<Comparison> compared, List<Comparison> worse) {
        if (compared.isEmpty()) {
            return "No figure of Pollux's stands beside a peer's.";
        }
        long noise = compared.stream().filter(Comparison::isWithinNoise).count();
        long behind = worse.stream().filter(Comparison::isTold).count();
        return "Pollux is behind in " + (behind == 0 ? "none" : behind) + " of " + compared.size()
                + " comparisons with a peer, by the median and in every round; " + noise
                + " can't be told from noise.";
    }

    private static List<Defeat> defeats(List<Comparison> worse) {
        List<Defeat> defeats = new ArrayList<>();
        worse.stream()
                .map(Comparison::figure)
                .distinct()
                .forEach(ours -> defeats.add(new Defeat(
                        ours,
                        worse.stream()
                                .filter(each -> each.figure().equals(ours))
                                .sorted(Comparator.comparingDouble(Comparison::timesWorse)
                                        .reversed())
                                .toList())));
        defeats.sort(
                Comparator.comparing((Defeat each) -> Findings.rank(each.ours().contestant()))
                        .thenComparing(Comparator.comparingDouble(Defeat::worst).reversed()));
        return defeats;
    }

    private void shortfalls(Markdown page) {
        List<Outcome> missed = outcomes.stream()
                .filter(each -> each.verdict() == Outcome.Verdict.NOT_HELD)
                .toList();
        page.heading(3, "What falls short of a goal");
        if (missed.isEmpty()) {
            page.paragraph("Nothing of what was measured.");
            return;
        }
        page.bullets(missed.stream().map(WorseSection::shortfall).toList());
    }

    private static String shortfall(Outcome outcome) {
        Outcome.Score judged = outcome.scores().get(0);
        Optional<Measurement> theirs = judged.theirs();
        return "Goal " + outcome.goal().number() + ": " + GoalsSection.what(outcome) + ", "
                + judged.ours().contestant()
                + ": " + outcome.value(judged)
                + theirs.map(each -> " × (" + outcome.goal().rule().says + ")").orElse("")
                + ", to be " + outcome.bound() + ". " + outcome.figures() + ".";
    }
}
