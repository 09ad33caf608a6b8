package dev.pollux.benchmarks.report;

import java.util.List;
import java.util.stream.Collectors;

/** The goals, and what they came to. */
final class GoalsPage {
    private GoalsPage() {}

    static String text(List<Outcome> outcomes) {
        Markdown page = new Markdown();
        page.heading(1, "Goals");
        page.paragraph(summary(outcomes));
        page.paragraph("""
                Each row is judged by the binding that a program gets if it does not choose (ffm, where it was measured).
                The others stand beside it. A ratio is the median of the rounds' ratios, with the least and the greatest.""");
        page.table(
                List.of("goal", "what", "compared", "bound", "measured", "", "other bindings", "medians"),
                outcomes.stream().map(GoalsPage::row).toList());
        return page.toString();
    }

    static String what(Outcome outcome) {
        Goal goal = outcome.goal();
        return goal.rule() == Rule.WORST_AT_MOST
                ? goal.metric().replace("*", "") + " allocated, " + outcome.scene()
                : goal.suite() + ", " + goal.group() + ": " + outcome.scene().replace("*", "…") + ", " + goal.metric();
    }

    private static List<String> row(Outcome outcome) {
        Goal goal = outcome.goal();
        List<Outcome.Score> scores = outcome.scores();
        return List.of(
                Integer.toString(goal.number()),
                what(outcome),
                compared(outcome),
                outcome.bound(),
                scores.isEmpty() ? "" : named(outcome, scores.get(0)),
                outcome.verdict().text,
                scores.stream().skip(1).map(each -> named(outcome, each)).collect(Collectors.joining("<br>")),
                outcome.figures());
    }

    private static String named(Outcome outcome, Outcome.Score score) {
        return score.ours().contestant().replaceFirst("^Pollux ", "") + " " + outcome.value(score);
    }

    private static String compared(Outcome outcome) {
        Goal goal = outcome.goal();
        String theirs = outcome.scores().stream()
                .findFirst()
                .flatMap(Outcome.Score::theirs)
                .map(each -> each.scene().equals(outcome.scene()) ? each.contestant() : each.scene())
                .orElse(String.join(" or ", goal.theirs()));
        return switch (goal.rule()) {
            case OURS_AT_MOST_TIMES_THEIRS, OURS_AT_LEAST_TIMES_THEIRS, AT_MOST_TIMES_THE_SCENE -> "ours ÷ " + theirs;
            case THEIRS_AT_LEAST_TIMES_OURS -> theirs + " ÷ ours";
            case AT_MOST -> "ours";
            case WORST_AT_MOST -> "the worst of ours";
        };
    }

    private static String summary(List<Outcome> outcomes) {
        long notHeld = count(outcomes, Outcome.Verdict.NOT_HELD);
        long notMeasured = count(outcomes, Outcome.Verdict.NOT_MEASURED);
        long wavering = count(outcomes, Outcome.Verdict.HELD_NOT_IN_EVERY_ROUND);
        long held = outcomes.size() - notHeld - notMeasured;
        return "Of " + outcomes.size() + ", " + held + " held (" + wavering + " of them not in every round), " + notHeld
                + " not held, " + notMeasured + " not measured.";
    }

    private static long count(List<Outcome> outcomes, Outcome.Verdict verdict) {
        return outcomes.stream().filter(each -> each.verdict() == verdict).count();
    }
}
