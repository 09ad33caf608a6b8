package dev.pollux.examples.demo;

import java.util.List;
import java.util.Map;

/**
 * What a run has come to.
 *
 * @param pollux one of the two
 * @param selector the other
 * @param rounds how often each was measured
 * @param failures why a subject was not measured, or not in all rounds
 * @param notes what else a reader must know
 */
record DemoResult(Contender pollux, Contender selector, int rounds, Map<Subject, String> failures, List<String> notes) {
    Verdict verdict(Figure figure) {
        return Verdict.of(figure, pollux.samples(figure), selector.samples(figure));
    }
}
