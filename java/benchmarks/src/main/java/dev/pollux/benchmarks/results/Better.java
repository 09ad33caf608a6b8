package dev.pollux.benchmarks.results;

/** Which way a figure is better. */
public enum Better {
    /** Times, bytes, calls. */
    LOWER,
    /** Rates. */
    HIGHER
}
