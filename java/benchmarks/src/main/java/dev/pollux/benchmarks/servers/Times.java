package dev.pollux.benchmarks.servers;

import dev.pollux.benchmarks.Plan;

/**
 * How long things take.
 *
 * @param warmUpCpuNanos what a server uses after its start, at least, before it is measured: by then the JIT compiler has done
 *     most of its work. What a server on io_uring does once a turn it does for some twenty messages, so that is compiled last: after
 *     3 seconds the compiler still took a tenth of the process's time, and what was not compiled allocated
 * @param waitsForCompiler whether it goes on until the compiler has little to do
 * @param warmUpSeconds of one load of that warm-up. There are as many as are needed, up to a bound
 * @param warmSeconds before each measurement, with its connections
 * @param measureSeconds the measurement
 * @param latencySeconds the measurement at the common rate: what stops the machine for some milliseconds is a hundredth of a
 *     short one, and would be all that its 99th percentile tells
 * @param wrkSeconds wrk's, which knows whole seconds only
 * @param starts how often a server is started in a round
 */
record Times(
        long warmUpCpuNanos,
        boolean waitsForCompiler,
        double warmUpSeconds,
        double warmSeconds,
        double measureSeconds,
        double latencySeconds,
        int wrkSeconds,
        int starts) {
    static Times of(Plan plan) {
        return plan.quick()
                ? new Times(1, false, 0.3, 0.1, 0.3, 0.3, 1, 1)
                : new Times(6_000_000_000L, true, 0.5, 0.15, 0.5, 1.5, 1, 2);
    }
}
