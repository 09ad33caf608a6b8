package dev.pollux.examples.demo;

/**
 * How much is measured.
 *
 * @param rounds how often each contender has its turn. Where there is no difference, the two ranges of five rounds lie apart by
 *     chance once in 126 times, and those of three once in ten
 * @param warmUpSeconds how long each load runs before the first round, for the JIT compiler
 * @param loadSeconds how long a load is measured
 * @param ticks how many
 * @param wakeupMillis how long threads hand over tasks now and then
 * @param tasks how many are handed over as fast as it goes
 * @param idleConnections how many
 */
public record DemoPlan(
        int rounds,
        double warmUpSeconds,
        double loadSeconds,
        int ticks,
        int wakeupMillis,
        int tasks,
        int idleConnections) {
    /** Means something. */
    public static final DemoPlan WHOLE = new DemoPlan(5, 2.5, 0.9, 1000, 400, 1_000_000, 2000);

    /** Does it run? */
    public static final DemoPlan QUICK = new DemoPlan(1, 0.1, 0.1, 50, 30, 10_000, 50);
}
