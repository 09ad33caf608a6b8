package dev.pollux.examples.load;

/** When one thread's messages are to be sent: evenly, and not at the same moments as another thread's. */
final class Schedule {
    private final long startNanos;
    private final double periodNanos;
    private final double offsetNanos;

    Schedule(long startNanos, double ratePerSecond, int threads, int threadIndex) {
        this.startNanos = startNanos;
        this.periodNanos = ratePerSecond > 0 ? threads * 1e9 / ratePerSecond : 0;
        this.offsetNanos = periodNanos * threadIndex / threads;
    }

    long atNanos(long message) {
        return startNanos + (long) (message * periodNanos + offsetNanos);
    }
}
