package dev.pollux.benchmarks.windows;

import dev.pollux.benchmarks.Plan;
import java.util.concurrent.TimeUnit;

/**
 * How long things take.
 *
 * @param measureMillis a measurement: of one server, in one scene, in one round
 * @param warmUpTrips with many connections and again with one, before anything is measured, until the JIT compiler has done
 *     its work: in round trips, because it counts calls
 */
record Times(long measureMillis, int warmUpTrips) {
    static Times of(Plan plan) {
        return plan.quick() ? new Times(50, 500) : new Times(500, 25_000);
    }

    long measureNanos() {
        return TimeUnit.MILLISECONDS.toNanos(measureMillis);
    }
}
