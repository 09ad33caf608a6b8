package dev.pollux.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How a suite is run.
 *
 * @param rounds how many rounds: in each, every contestant of a case is measured once, in turn
 * @param quick true for a smoke test of the harness: as short as can be, figures that mean nothing
 * @param only a part of a group's name, to run those groups alone, or empty for all
 * @param bindings what Pollux is measured by where one binding stands for all: its names, as {@code -Ddev.pollux.binding}
 *     takes them
 * @param log where it says what it does
 */
public record Plan(int rounds, boolean quick, String only, List<String> bindings, PrintWriter log) {
    public Plan(int rounds, boolean quick, String only, PrintWriter log) {
        this(rounds, quick, only, List.of(Contestants.DEFAULT_BINDING), log);
    }

    /** {@return true if a group is to be run} */
    public boolean wants(String group) {
        return group.contains(only);
    }

    /** {@return a round's contestants in their order: each is the first in turn} */
    public static <T> List<T> turns(List<T> contestants, int round) {
        List<T> turns = new ArrayList<>(contestants);
        Collections.rotate(turns, -round);
        return turns;
    }
}
