package dev.pollux.benchmarks.report;

import java.util.List;

/**
 * A figure that Pollux is to reach, as data.
 *
 * @param number its number in the list of goals
 * @param suite {@code micro}, {@code servers}, {@code completions} or {@code windows}, or an asterisk for all
 * @param group the group, or an asterisk for all
 * @param scene the scene, or how its name begins with an asterisk behind it
 * @param metric the metric, or how its name begins with an asterisk behind it
 * @param ours whose figure is judged: the first of these that was measured. The others' stand beside it
 * @param rule how it is compared
 * @param bound with what
 * @param theirs with whose, the better one if several were measured, or for the rule that compares scenes: with which
 * @param beside others whose figure is told as well
 */
record Goal(
        int number,
        String suite,
        String group,
        String scene,
        String metric,
        List<String> ours,
        Rule rule,
        double bound,
        List<String> theirs,
        List<String> beside) {
    Goal beside(String... others) {
        return new Goal(number, suite, group, scene, metric, ours, rule, bound, theirs, List.of(others));
    }

    Goal of(String contestant) {
        return ours(List.of(contestant));
    }

    Goal ours(List<String> contestants) {
        return new Goal(number, suite, group, scene, metric, contestants, rule, bound, theirs, beside);
    }
}
