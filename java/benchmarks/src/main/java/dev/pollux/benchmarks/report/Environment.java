package dev.pollux.benchmarks.report;

import dev.pollux.benchmarks.Jvm;
import dev.pollux.benchmarks.results.Measurement;
import dev.pollux.benchmarks.results.Results;
import dev.pollux.benchmarks.windows.WindowsSuite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where, when and how was measured. Runs may differ in it, and then each is told. */
final class Environment {
    private static final List<String> MUST_AGREE = List.of("commit", "kernel", "processor", "memory", Jvm.FACT);

    private final List<Results> runs;

    Environment(List<Results> runs) {
        this.runs = List.copyOf(runs);
    }

    /** {@return what a reader must know before the first figure} */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (facts().containsKey("quick")) {
            warnings.add("A smoke test of the harness. Its figures mean nothing.");
        }
        if (facts().containsKey("incomplete")) {
            warnings.add("A run ended before its time. What it did not come to is missing.");
        }
        if (distinct("commit").stream().anyMatch(each -> each.contains("not committed"))) {
            warnings.add("Measured with changes that are not committed.");
        }
        List<String> apart = MUST_AGREE.stream().filter(this::differs).toList();
        if (!apart.isEmpty()) {
            warnings.add("Not all was measured on one machine, or of one source: the runs differ in "
                    + String.join(", ", apart) + ".");
        }
        return warnings;
    }

    /** The servers on Windows have a JVM of their own by their nature, and are compared among themselves alone. */
    private boolean differs(String name) {
        if (!name.equals(Jvm.FACT)) {
            return distinct(name).size() > 1;
        }
        Predicate<Told> onWindows = told -> told.run().equals(WindowsSuite.NAME);
        return distinct(name, onWindows).size() > 1
                || distinct(name, onWindows.negate()).size() > 1;
    }

    /** {@return if a run was on Wine, and not on Windows} */
    boolean hasWine() {
        return facts().containsKey(WindowsSuite.WINE_FACT);
    }

    /** {@return the page of how it was measured} */
    String text() throws IOException {
        Markdown page = new Markdown();
        page.heading(1, "How it was measured");
        page.paragraph(Resource.text("method.md"));
        page.heading(2, "Where and when");
        List<List<String>> rows = new ArrayList<>();
        facts().forEach((name, told) -> rows.add(List.of(name, text(name, told))));
        page.table(List.of("what", "is"), rows);
        return page.toString();
    }

    /** {@return in a sentence on what it was measured} */
    String inShort() {
        return Stream.of("date", "kernel", "processor", Jvm.FACT)
                .filter(facts()::containsKey)
                .map(fact -> fact.equals(Jvm.FACT) ? "JDK " + firstOf(fact) : firstOf(fact))
                .collect(Collectors.joining(", "));
    }

    private String firstOf(String fact) {
        return facts().get(fact).get(0).value();
    }

    private String text(String name, List<Told> told) {
        if (distinct(name).size() == 1 && told.size() == runs.size()) {
            return told.get(0).text(name);
        }
        return told.stream()
                .map(each -> each.run() + ": " + each.text(name))
                .distinct()
                .collect(Collectors.joining("<br>"));
    }

    private Set<String> distinct(String name) {
        return distinct(name, told -> true);
    }

    private Set<String> distinct(String name, Predicate<Told> filter) {
        return facts().getOrDefault(name, List.of()).stream()
                .filter(filter)
                .map(Told::value)
                .collect(Collectors.toSet());
    }

    /** {@return what each run told, by the name of the fact} */
    private Map<String, List<Told>> facts() {
        Map<String, List<Told>> facts = new LinkedHashMap<>();
        for (Results run : runs) {
            String suites = run.measurements().stream()
                    .map(Measurement::suite)
                    .distinct()
                    .collect(Collectors.joining(" and "));
            run.environment().forEach((name, value) -> facts.computeIfAbsent(name, key -> new ArrayList<>())
                    .add(new Told(suites, value)));
        }
        return facts;
    }

    private record Told(String run, String value) {
        String text(String fact) {
            return fact.equals("command") ? "`" + value + "`" : value;
        }
    }
}
