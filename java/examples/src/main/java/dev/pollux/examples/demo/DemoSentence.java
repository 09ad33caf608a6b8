package dev.pollux.examples.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the table shows, in words, one sentence for each kind of verdict. It tells what the figures tell, whoever is better. */
final class DemoSentence {
    private final DemoResult result;

    DemoSentence(DemoResult result) {
        this.result = result;
    }

    String text() {
        List<String> parts = new ArrayList<>();
        add(parts, "Pollux is better at ", Verdict.Kind.POLLUX);
        add(parts, "The Selector is better at ", Verdict.Kind.SELECTOR);
        add(parts, "Within noise, so no difference: ", Verdict.Kind.NOISE);
        add(parts, "Nothing on both sides: ", Verdict.Kind.NOTHING);
        add(parts, "Too few rounds to tell: ", Verdict.Kind.TOO_FEW);
        add(parts, "Not measured: ", Verdict.Kind.MISSING);
        return "In this run: " + String.join(". ", parts) + ".";
    }

    private void add(List<String> parts, String beginning, Verdict.Kind kind) {
        List<String> names = new ArrayList<>();
        for (Subject subject : Subject.values()) {
            List<Figure> all = Figure.of(subject);
            List<Figure> some = all.stream()
                    .filter(figure -> result.verdict(figure).kind() == kind)
                    .toList();
            if (some.equals(all) && !kind.isDifference()) {
                names.add("all of " + subject.name);
            } else {
                some.forEach(figure -> names.add(kind.isDifference() ? withNumbers(figure) : figure.phrase));
            }
        }
        if (!names.isEmpty()) {
            parts.add(beginning + listed(names));
        }
    }

    /** {@return a phrase with the better one's figure first} */
    private String withNumbers(Figure figure) {
        boolean ours = result.verdict(figure).kind() == Verdict.Kind.POLLUX;
        String pollux = DemoReport.number(result.pollux().samples(figure).median(), figure);
        String selector = DemoReport.number(result.selector().samples(figure).median(), figure);
        return figure.phrase + " (" + (ours ? pollux : selector) + " against " + (ours ? selector : pollux) + " "
                + figure.unit + ")";
    }

    private static String listed(List<String> names) {
        int last = names.size() - 1;
        return last == 0
                ? names.get(0)
                : names.stream().limit(last).collect(Collectors.joining(", ")) + " and " + names.get(last);
    }
}
