package dev.pollux.benchmarks.report;

import dev.pollux.benchmarks.report.Outcome.Score;
import dev.pollux.benchmarks.results.Better;
import dev.pollux.benchmarks.results.Measurement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds the figures against the goals. */
final class Judge {
    private final Findings findings;

    Judge(Findings findings) {
        this.findings = findings;
    }

    /** {@return an outcome of each scene of each goal, or of a goal that no scene was measured for, one that says so} */
    List<Outcome> judge(List<Goal> goals) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Goal goal : goals) {
            if (goal.rule() == Rule.WORST_AT_MOST) {
                outcomes.add(new Outcome(goal, "all scenes", worst(goal), List.of()));
                continue;
            }
            List<String> scenes = findings.scenes(goal.suite(), goal.group(), goal.scene());
            for (String scene : scenes.isEmpty() ? List.of(goal.scene()) : scenes) {
                outcomes.add(new Outcome(goal, scene, scores(goal, scene), figures(goal, scene, goal.beside())));
            }
        }
        return outcomes;
    }

    private List<Score> scores(Goal goal, String scene) {
        return figures(goal, scene, goal.ours()).stream()
                .flatMap(ours -> score(goal, ours).stream())
                .toList();
    }

    private List<Measurement> figures(Goal goal, String scene, List<String> contestants) {
        return contestants.stream()
                .flatMap(each -> findings.find(goal.suite(), goal.group(), scene, each, goal.metric()).stream())
                .toList();
    }

    private Optional<Score> score(Goal goal, Measurement ours) {
        if (goal.rule() == Rule.AT_MOST) {
            return Optional.of(new Score(ours, Optional.empty(), new Spread(ours.samples())));
        }
        return other(goal, ours).map(theirs -> {
            Comparison comparison = goal.rule() == Rule.THEIRS_AT_LEAST_TIMES_OURS
                    ? Comparison.of(theirs, ours)
                    : Comparison.of(ours, theirs);
            return new Score(ours, Optional.of(theirs), new Spread(comparison.ratios()));
        });
    }

    private Optional<Measurement> other(Goal goal, Measurement ours) {
        if (goal.rule() == Rule.AT_MOST_TIMES_THE_SCENE) {
            return findings.find(ours.suite(), ours.group(), goal.theirs().get(0), ours.contestant(), ours.metric());
        }
        Comparator<Measurement> byFigure = Comparator.comparingDouble(Measurement::median);
        return goal.theirs().stream()
                .flatMap(each -> findings.ofAnother(ours, each).stream())
                .min(ours.better() == Better.LOWER ? byFigure : byFigure.reversed());
    }

    private List<Score> worst(Goal goal) {
        String start = goal.metric().replace("*", "");
        return goal.ours().stream()
                .flatMap(contestant -> worst(findings.all().stream()
                                .filter(each -> each.contestant().equals(contestant)
                                        && each.metric().startsWith(start)))
                        .stream())
                .map(worst -> new Score(worst, Optional.empty(), new Spread(worst.samples())))
                .toList();
    }

    private static Optional<Measurement> worst(Stream<Measurement> figures) {
        return figures.max(Comparator.comparingDouble(Measurement::median));
    }
}
