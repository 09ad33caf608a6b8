package dev.pollux;

import dev.pollux.internal.text.Durations;

/**
 * How a loop waits when there is nothing to do: what it trades of a processor for the microseconds that falling asleep
 * and waking up take. Whatever it is, no wakeup is lost, and one costs a system call only while the loop sleeps.
 *
 * <p>Immutable. May be called from any thread.
 *
 * <pre>{@code
 * ReadinessDispatcher loop = ReadinessDispatcher.builder()
 *         .waitStrategy(WaitStrategy.adaptive(50_000)) // asks again for 50 microseconds before it sleeps
 *         .open();
 * }</pre>
 */
public final class WaitStrategy {
    /** Sleeps in the system's wait at once: the default. An idle loop uses no processor. */
    public static final WaitStrategy BLOCKING = new WaitStrategy(0, "blocking");

    /**
     * Never sleeps: asks the system again and again, and uses a processor whole. For a loop with a processor of its own. With
     * fewer processors than such loops, everything is slower.
     */
    public static final WaitStrategy BUSY = new WaitStrategy(Long.MAX_VALUE, "busy");

    private final long spinNanos;
    private final String description;

    private WaitStrategy(long spinNanos, String description) {
        this.spinNanos = spinNanos;
        this.description = description;
    }

    /**
     * Asks the system again and again for a while after the last work, then sleeps.
     *
     * @param spinNanos for how long, more than 0. Some tens of microseconds are usual
     * @return the strategy
     * @throws IllegalArgumentException if it is 0 or less
     */
    public static WaitStrategy adaptive(long spinNanos) {
        if (spinNanos <= 0) {
            throw new IllegalArgumentException("spinNanos of " + spinNanos + " is not above 0: BLOCKING does not spin");
        }
        return new WaitStrategy(spinNanos, "adaptive, " + Durations.text(spinNanos));
    }

    /** How long to spin before a sleep: 0 for not at all, {@link Long#MAX_VALUE} for ever. */
    public long spinNanos() {
        return spinNanos;
    }

    @Override
    public String toString() {
        return description;
    }
}
