package dev.pollux.history;

/**
 * One step of a history: what is done, and two numbers that say to what and how. The numbers are taken modulo what there is, so
 * that a history is a history still when steps are left out.
 *
 * @param later true if it is done in the next callback that is called, and not now
 */
record Step<K extends Enum<K>>(K kind, int a, int b, boolean later) {

    /** As it is written in a test. */
    @Override
    public String toString() {
        return (later ? "later(" : "now(") + kind + ", " + a + ", " + b + ")";
    }

    static <K extends Enum<K>> Step<K> now(K kind, int a, int b) {
        return new Step<>(kind, a, b, false);
    }

    static <K extends Enum<K>> Step<K> later(K kind, int a, int b) {
        return new Step<>(kind, a, b, true);
    }
}
