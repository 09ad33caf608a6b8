package dev.pollux.benchmarks.report;

/** How a goal compares. */
enum Rule {
    /** Ours is at most so many times theirs. */
    OURS_AT_MOST_TIMES_THEIRS("ours to theirs", "≤", true),
    /** Ours is at least so many times theirs. */
    OURS_AT_LEAST_TIMES_THEIRS("ours to theirs", "≥", false),
    /** Theirs is at least so many times ours. */
    THEIRS_AT_LEAST_TIMES_OURS("theirs to ours", "≥", false),
    /** Ours is at most so many times ours in another scene. */
    AT_MOST_TIMES_THE_SCENE("to that scene", "≤", true),
    /** Ours is at most so much. */
    AT_MOST("ours", "≤", true),
    /** The worst of many figures is at most so much. */
    WORST_AT_MOST("ours, the worst", "≤", true);

    final String says;
    final String sign;
    private final boolean upper;

    Rule(String says, String sign, boolean upper) {
        this.says = says;
        this.sign = sign;
        this.upper = upper;
    }

    boolean isHeld(double value, double bound) {
        return upper ? value <= bound : value >= bound;
    }

    boolean isRatio() {
        return this != AT_MOST && this != WORST_AT_MOST;
    }
}
