package dev.pollux.benchmarks.micro;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.results.Measurement;
import dev.pollux.benchmarks.results.Results;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints results as lines of text, for whoever works on the code: medians, spread, and the ratio to C and to the JDK. */
final class Summary {
    private Summary() {}

    static void print(Results results, PrintStream out) {
        List<Measurement> all = results.measurements();
        for (Measurement each : all) {
            StringBuilder line = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%-12s %-28s %-18s %-20s %14.2f %-4s (%.2f to %.2f)",
                    each.group(),
                    each.scene(),
                    each.metric(),
                    each.contestant(),
                    each.median(),
                    each.unit(),
                    each.min(),
                    each.max()));
            for (String other : List.of(Contestants.C, Contestants.JDK_CONSUMER)) {
                find(all, each, other)
                        .ifPresent(
                                it -> line.append(String.format(Locale.ROOT, " %.2f x %s", each.ratioTo(it), other)));
            }
            out.println(line);
        }
    }

    private static Optional<Measurement> find(List<Measurement> all, Measurement same, String contestant) {
        return all.stream()
                .filter(each -> each.group().equals(same.group())
                        && each.scene().equals(same.scene())
                        && each.metric().equals(same.metric())
                        && each.contestant().equals(contestant)
                        && each != same)
                .findFirst();
    }
}
