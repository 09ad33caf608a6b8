package dev.pollux.examples.demo;

import java.util.Locale;

/** The table that the demo ends with, for a terminal. */
final class DemoReport {
    private static final int WIDTH = 100;
    private static final int VERDICT_COLUMN = 3;

    private final DemoResult result;

    DemoReport(DemoResult result) {
        this.result = result;
    }

    String text() {
        Table table = new Table();
        table.toTheLeft(VERDICT_COLUMN);
        table.row("", result.pollux().name, result.selector().name, "");
        for (Subject subject : Subject.values()) {
            table.row(subject.heading);
            Figure.of(subject).forEach(figure -> row(table, figure));
        }
        StringBuilder text = new StringBuilder(table.toString()).append(System.lineSeparator());
        String rounds = result.rounds() == 1 ? "one round" : "the " + result.rounds() + " rounds";
        paragraph(
                text,
                "Each figure: the median of " + rounds + " (the least..the most). \"within noise\": the two ranges"
                        + " overlap, so this run tells no difference. The Selector's loop is written as well as Java"
                        + " allows. It waits in whole milliseconds, as a Selector does; a loop that spins would be as"
                        + " exact as Pollux, and take a whole processor.");
        result.notes().forEach(note -> paragraph(text, note));
        result.failures()
                .forEach((subject, why) -> paragraph(text, "Not measured to the end: " + subject.name + ": " + why));
        paragraph(text, "Pollux: " + result.pollux().description());
        text.append(System.lineSeparator());
        paragraph(text, new DemoSentence(result).text());
        return text.toString();
    }

    private void row(Table table, Figure figure) {
        table.row(
                "  " + figure.title(),
                cell(figure, result.pollux().samples(figure)),
                cell(figure, result.selector().samples(figure)),
                result.verdict(figure).text());
    }

    /** {@return the median and the range} */
    static String cell(Figure figure, Samples samples) {
        if (samples.count() == 0) {
            return "-";
        }
        String median = number(samples.median(), figure);
        return samples.count() == 1
                ? median
                : median + " (" + number(samples.min(), figure) + ".." + number(samples.max(), figure) + ")";
    }

    static String number(double value, Figure figure) {
        return String.format(Locale.ROOT, "%,." + figure.decimals + "f", value);
    }

    private static void paragraph(StringBuilder text, String words) {
        int column = 0;
        for (String word : words.split(" ")) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                text.append(System.lineSeparator());
                column = 0;
            }
            text.append(column > 0 ? " " : "").append(word);
            column += (column > 0 ? 1 : 0) + word.length();
        }
        text.append(System.lineSeparator());
    }
}
