package dev.pollux.benchmarks.report;

import dev.pollux.benchmarks.results.Measurement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a peer is ahead of one of ours. */
final class Defeats {
    private final Findings findings;
    private final List<Comparison> compared;
    private final List<Comparison> worse;
    private final List<Defeat> all;

    Defeats(Findings findings) {
        this.findings = findings;
        compared = findings.all().stream()
                .filter(each -> Findings.POLLUX.contains(each.contestant()))
                .flatMap(ours -> Findings.ORDER.stream()
                        .filter(Findings::isPeer)
                        .flatMap(peer -> findings.ofAnother(ours, peer).stream())
                        .map(theirs -> Comparison.of(ours, theirs)))
                .toList();
        worse = compared.stream()
                .filter(each -> each.timesWorse() > 1 && (!each.isWithinNoise() || !each.isTold()))
                .toList();
        all = defeats(worse);
    }

    private static List<Defeat> defeats(List<Comparison> worse) {
        Map<Measurement, List<Comparison>> byFigure = new LinkedHashMap<>();
        worse.forEach(each -> byFigure.computeIfAbsent(each.figure(), key -> new ArrayList<>())
                .add(each));
        List<Defeat> defeats = new ArrayList<>();
        byFigure.forEach((ours, by) -> {
            by.sort(Comparator.comparingDouble(Comparison::timesWorse).reversed());
            defeats.add(new Defeat(ours, List.copyOf(by)));
        });
        defeats.sort(
                Comparator.comparing((Defeat each) -> Findings.rank(each.ours().contestant()))
                        .thenComparing(Comparator.comparingDouble(Defeat::worst).reversed()));
        return List.copyOf(defeats);
    }

    /** {@return every one, by contestant, the greatest first} */
    List<Defeat> all() {
        return all;
    }

    /** One kind of figure of a suite, by what a program gets if it does not choose. */
    record Kind(Defeat worst, long scenes, long measured) {}

    /** {@return the greatest of each kind of figure, by the binding that a program gets if it does not choose} */
    List<Kind> kinds() {
        Map<String, List<Defeat>> byKind = new LinkedHashMap<>();
        all.stream()
                .filter(each -> isChosen(each.ours()))
                .sorted(Comparator.comparingDouble(Defeat::worst).reversed())
                .forEach(each -> byKind.computeIfAbsent(kind(each.ours()), key -> new ArrayList<>())
                        .add(each));
        List<Kind> kinds = new ArrayList<>();
        byKind.forEach((kind, scenes) -> kinds.add(new Kind(scenes.get(0), scenes.size(), measured(kind))));
        return kinds;
    }

    /** A figure's suite and name: in how many scenes it was measured tells how general a difference is. */
    private static String kind(Measurement figure) {
        return figure.suite() + ", " + figure.metric();
    }

    private long measured(String kind) {
        return compared.stream()
                .map(Comparison::figure)
                .distinct()
                .filter(each -> isChosen(each) && kind(each).equals(kind))
                .count();
    }

    private boolean isChosen(Measurement ours) {
        return Findings.POLLUX.stream()
                .takeWhile(each -> !each.equals(ours.contestant()))
                .allMatch(each -> findings.ofAnother(ours, each).isEmpty());
    }

    String summary() {
        if (compared.isEmpty()) {
            return "No figure of Pollux's stands beside a peer's.";
        }
        long noise = compared.stream().filter(Comparison::isWithinNoise).count();
        long behind = worse.stream().filter(Comparison::isTold).count();
        return "Pollux is behind in " + (behind == 0 ? "none" : behind) + " of " + compared.size()
                + " comparisons with a peer, by the median and in every round. " + noise
                + " can't be told from noise.";
    }

    /** {@return what a question mark means, or nothing if none is needed} */
    String caveat() {
        return compared.stream().allMatch(Comparison::isTold)
                ? ""
                : "Some were measured in fewer than " + Comparison.ROUNDS_THAT_TELL
                        + " rounds. Nothing tells those differences from noise. All that are to our loss are listed, with a"
                        + " question mark.";
    }
}
