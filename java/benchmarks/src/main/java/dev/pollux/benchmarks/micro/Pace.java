package dev.pollux.benchmarks.micro;

/**
 * How long a sample takes.
 *
 * @param warmups how many iterations let the JIT compiler do its work
 * @param iterations how many are measured
 * @param millis how long each takes
 */
record Pace(int warmups, int iterations, int millis) {
    /** Short iterations: a sample is worth little, the median of some rounds more. */
    static final Pace USUAL = new Pace(4, 4, 150);

    static final Pace QUICK = new Pace(1, 1, 40);

    /** {@return how long a C program measures: as long as the others, without their warm-up} */
    long measuredMillis() {
        return (long) iterations * millis;
    }
}
