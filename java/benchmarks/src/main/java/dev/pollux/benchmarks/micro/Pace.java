package dev.pollux.benchmarks.micro;

import java.util.List;

/**
 * How long a sample takes.
 *
 * @param warmups how many iterations let the JIT compiler do its work
 * @param iterations how many are measured
 * @param millis how long each takes
 * @param flags what the JVM is told besides
 */
record Pace(int warmups, int iterations, int millis, List<String> flags) {
    /** Short iterations: a sample is worth little, the median of some rounds more. */
    static final Pace USUAL = new Pace(8, 3, 130, List.of());

    /** Without the compiler that a short run gains nothing by. */
    static final Pace QUICK = new Pace(1, 1, 40, List.of("-XX:TieredStopAtLevel=1"));

    /** {@return how long a C program measures: as long as the others, without their warm-up} */
    long measuredMillis() {
        return (long) iterations * millis;
    }
}
