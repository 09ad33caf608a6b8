package dev.pollux.examples.demo;

/** What is measured of each server. */
enum Figure {
    /** Without a rate. */
    FULL_RATE("requests a second", 0, true),
    /** Without a rate. */
    FULL_PROCESSOR("server CPU a request, us", 2, false),
    /** At the common rate. */
    RATE_PROCESSOR("server CPU a request, us", 2, false),
    /** At the common rate. */
    P50("latency p50, us", 1, false),
    /** At the common rate. */
    P99("latency p99, us", 1, false),
    /** At the common rate. */
    P999("latency p99.9, us", 1, false),
    /** Without a rate. */
    ALLOCATED("bytes allocated a request", 2, false);

    final String label;
    final int decimals;
    final boolean moreIsBetter;

    Figure(String label, int decimals, boolean moreIsBetter) {
        this.label = label;
        this.decimals = decimals;
        this.moreIsBetter = moreIsBetter;
    }
}
