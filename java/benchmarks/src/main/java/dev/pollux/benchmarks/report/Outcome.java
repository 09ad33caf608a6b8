package dev.pollux.benchmarks.report;

import dev.pollux.benchmarks.results.Measurement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a goal came to in one scene.
 *
 * @param goal the goal
 * @param scene the scene that it was measured in
 * @param scores of each of ours that was measured, the judged one first, or empty if the goal was not measured
 * @param beside figures of others, told for comparison
 */
record Outcome(Goal goal, String scene, List<Score> scores, List<Measurement> beside) {
    /** Whether a goal is reached, and how surely. */
    enum Verdict {
        HELD("held"),
        HELD_NOT_IN_EVERY_ROUND("held by the median, not in every round"),
        NOT_HELD("**not held**"),
        NOT_MEASURED("not measured");

        final String text;

        Verdict(String text) {
            this.text = text;
        }
    }

    /**
     * How far one of ours came.
     *
     * @param ours its figure
     * @param theirs what it was compared with, if with anything
     * @param value what the bound is for, of each round
     */
    record Score(Measurement ours, Optional<Measurement> theirs, Spread value) {}

    Verdict verdict() {
        if (scores.isEmpty()) {
            return Verdict.NOT_MEASURED;
        }
        Spread value = scores.get(0).value();
        if (!isHeld(value.median())) {
            return Verdict.NOT_HELD;
        }
        return isHeld(value.min()) && isHeld(value.max()) ? Verdict.HELD : Verdict.HELD_NOT_IN_EVERY_ROUND;
    }

    private boolean isHeld(double value) {
        return goal.rule().isHeld(value, goal.bound());
    }

    /** {@return the figures that were compared, {@code 12.1 ns · C 11.8 ns}} */
    String figures() {
        StringBuilder text = new StringBuilder();
        if (!scores.isEmpty()) {
            Score judged = scores.get(0);
            text.append(figure(judged.ours()));
            if (goal.rule() == Rule.WORST_AT_MOST) {
                text.append(" in ").append(Findings.where(judged.ours()));
            }
            judged.theirs().ifPresent(theirs -> text.append(" · ").append(named(theirs)));
        }
        beside.forEach(other -> text.append(" · ").append(named(other)));
        return text.toString();
    }

    private String named(Measurement other) {
        boolean sameScene = other.scene().equals(scene);
        return (sameScene ? other.contestant() : other.scene()) + " " + figure(other);
    }

    private static String figure(Measurement measurement) {
        return Numbers.withUnit(measurement.median(), measurement.unit());
    }

    /** {@return what was judged of one of ours, with its spread} */
    String value(Score score) {
        if (!goal.rule().isRatio()) {
            return score.value().text();
        }
        double median = score.value().median();
        boolean looksLikeTheBound =
                median != goal.bound() && Numbers.ratio(median).equals(Numbers.ratio(goal.bound()));
        return score.value().ratioText()
                + (looksLikeTheBound ? String.format(Locale.ROOT, ", that is %.4f", median) : "");
    }

    String bound() {
        String unit = scores.isEmpty() ? "" : scores.get(0).ours().unit();
        return goal.rule().sign
                + " "
                + (goal.rule().isRatio() ? Numbers.ratio(goal.bound()) : Numbers.bound(goal.bound(), unit));
    }
}
