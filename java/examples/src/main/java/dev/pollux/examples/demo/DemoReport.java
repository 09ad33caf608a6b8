package dev.pollux.examples.demo;

import java.util.List;
import java.util.Locale;

/** The table that the demo ends with. */
final class DemoReport {
    private static final List<Figure> AT_FULL_SPEED =
            List.of(Figure.FULL_RATE, Figure.FULL_PROCESSOR, Figure.ALLOCATED);
    private static final List<Figure> AT_COMMON_RATE =
            List.of(Figure.RATE_PROCESSOR, Figure.P50, Figure.P99, Figure.P999);

    /** Below it allocation is what the JVM and the measuring itself do, not the server. */
    private static final double NO_ALLOCATION_BYTES = 1;

    private final Contender pollux;
    private final Contender selector;
    private final double commonRate;
    private final int rounds;
    private final int threads;

    DemoReport(Contender pollux, Contender selector, double commonRate, int rounds, int threads) {
        this.pollux = pollux;
        this.selector = selector;
        this.commonRate = commonRate;
        this.rounds = rounds;
        this.threads = threads;
    }

    String text() {
        Table table = new Table();
        table.row("", pollux.name, selector.name, "ratio", "");
        table.row("as fast as replies come");
        AT_FULL_SPEED.forEach(figure -> row(table, figure));
        table.row(String.format(Locale.ROOT, "at %.0f requests a second", commonRate));
        AT_COMMON_RATE.forEach(figure -> row(table, figure));
        return table
                + String.join(
                        System.lineSeparator(),
                        "",
                        "Medians of " + rounds
                                + " rounds a server, in turn; ratio: Pollux to Selector. \"within noise\": the two",
                        "ranges of the rounds overlap, so that this run tells no difference. GET /plaintext, 64 connections over",
                        "loopback, " + (threads == 1 ? "one server thread" : threads + " server threads")
                                + ", one client thread. Latency counts from when a request was to be sent",
                        "(corrected for coordinated omission). As fast as replies come, the client is as much of a limit as the",
                        "server: CPU a request, which includes the kernel's part, is the steadier figure.",
                        "Pollux: " + pollux.description(),
                        "");
    }

    /** Also ends the last line. */
    private String rateNote() {
        return pollux.rateMissed() || selector.rateMissed()
                ? String.format(
                        "The rate was not kept in every round: this machine had other work, or too few processors; the%n"
                                + "latencies tell of that, not of the servers.%n")
                : "";
    }

    private void row(Table table, Figure figure) {
        Samples ours = pollux.samples(figure);
        Samples theirs = selector.samples(figure);
        table.row(
                "  " + figure.label,
                number(ours.median(), figure),
                number(theirs.median(), figure),
                ratio(ours, theirs, figure),
                verdict(figure, ours, theirs));
    }

    private static String ratio(Samples ours, Samples theirs, Figure figure) {
        boolean meaningless = theirs.median() == 0 || isNothing(figure, ours, theirs);
        return meaningless ? "-" : String.format(Locale.ROOT, "%.2f", ours.median() / theirs.median());
    }

    static String verdict(Figure figure, Samples ours, Samples theirs) {
        if (isNothing(figure, ours, theirs)) {
            return "both nothing";
        }
        if (ours.overlaps(theirs)) {
            return "within noise";
        }
        return ours.median() > theirs.median() == figure.moreIsBetter ? "Pollux better" : "Selector better";
    }

    private static boolean isNothing(Figure figure, Samples ours, Samples theirs) {
        return figure == Figure.ALLOCATED && Math.max(ours.max(), theirs.max()) < NO_ALLOCATION_BYTES;
    }

    private static String number(double value, Figure figure) {
        return String.format(Locale.ROOT, "%,." + figure.decimals + "f", value);
    }
}
