package dev.pollux;

import dev.pollux.internal.loop.InsideLoop;

/** Gives each counter of a dispatcher a value of its own, so that a test sees which one is shown. */
public final class DistinctCounters {
    private DistinctCounters() {}

    public static void give(Dispatcher loop) {
        InsideLoop.countDifferently(loop);
    }
}
