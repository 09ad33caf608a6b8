package dev.pollux.examples.demo;

import java.util.Locale;

/**
 * What a row shows, and no more.
 *
 * @param kind who is better, if that is seen at all
 * @param times how many times, by the medians, or infinite if the better has nothing of it
 */
record Verdict(Kind kind, double times) {
    /** Fewer rounds tell nothing: their ranges lie apart by chance. */
    private static final int ROUNDS_THAT_TELL = 3;

    /** Who is better. */
    enum Kind {
        POLLUX("Pollux better"),
        SELECTOR("Selector better"),
        NOISE("within noise"),
        NOTHING("both nothing"),
        TOO_FEW("too few rounds to tell"),
        MISSING("not measured");

        final String words;

        Kind(String words) {
            this.words = words;
        }

        boolean isDifference() {
            return this == POLLUX || this == SELECTOR;
        }
    }

    static Verdict of(Figure figure, Samples pollux, Samples selector) {
        if (pollux.count() == 0 || selector.count() == 0) {
            return new Verdict(Kind.MISSING, 1);
        }
        if (Math.max(pollux.max(), selector.max()) < figure.nothing()) {
            return new Verdict(Kind.NOTHING, 1);
        }
        if (Math.min(pollux.count(), selector.count()) < ROUNDS_THAT_TELL) {
            return new Verdict(Kind.TOO_FEW, 1);
        }
        if (pollux.overlaps(selector)) {
            return new Verdict(Kind.NOISE, 1);
        }
        boolean more = pollux.median() > selector.median();
        double greater = Math.max(pollux.median(), selector.median());
        double smaller = Math.min(pollux.median(), selector.median());
        double times = smaller <= figure.nothing() ? Double.POSITIVE_INFINITY : greater / smaller;
        return new Verdict(more == figure.moreIsBetter() ? Kind.POLLUX : Kind.SELECTOR, times);
    }

    /** {@return the words of a row, {@code Pollux better, 3.2 x}} */
    String text() {
        if (!kind.isDifference() || !Double.isFinite(times)) {
            return kind.words;
        }
        String digits = times < 1.1 ? "%.2f" : times < 9.95 ? "%.1f" : "%.0f";
        return kind.words + ", " + String.format(Locale.ROOT, digits, times) + " x";
    }
}
