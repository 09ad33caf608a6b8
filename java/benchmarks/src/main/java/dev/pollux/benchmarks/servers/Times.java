package dev.pollux.benchmarks.servers;

import dev.pollux.benchmarks.Plan;

/**
 * How long things take.
 *
 * @param warmUpSeconds after a server's start, until the JIT compiler has done most of its work
 * @param warmSeconds before each measurement, with its connections
 * @param measureSeconds the measurement
 * @param wrkWarmUpSeconds as warmUpSeconds, for wrk, which knows whole seconds only
 * @param wrkSeconds its measurement
 * @param starts how often a server is started in a round
 */
record Times(
        double warmUpSeconds,
        double warmSeconds,
        double measureSeconds,
        int wrkWarmUpSeconds,
        int wrkSeconds,
        int starts) {
    static Times of(Plan plan) {
        return plan.quick() ? new Times(0.3, 0.1, 0.3, 1, 1, 1) : new Times(1.5, 0.2, 1, 2, 1, 3);
    }
}
