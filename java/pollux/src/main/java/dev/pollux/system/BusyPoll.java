package dev.pollux.system;

/**
 * How a wait polls network queues before it sleeps. Of epoll it is {@code struct epoll_params} (ioctl_eventpoll(2)).
 *
 * <p>May be called from any thread.
 *
 * <pre>{@code
 * BusyPoll polling = new BusyPoll(50, 8, true);
 * ReadinessDispatcher loop = ReadinessDispatcher.builder().busyPoll(polling).open();
 * }</pre>
 *
 * @param micros how long to poll, in microseconds, not negative. 0 turns it off
 * @param budget the most packets to take from a queue at once, 0 to 65 535. More than 64 need CAP_NET_ADMIN
 * @param prefer keep the device's interrupts off as long as polling goes on
 */
public record BusyPoll(int micros, int budget, boolean prefer) {
    /** Checks the ranges. */
    public BusyPoll {
        if (micros < 0) {
            throw new IllegalArgumentException("busy poll of " + micros + " us is negative");
        }
        if (budget < 0 || budget > 0xFFFF) {
            throw new IllegalArgumentException("busy poll with a budget of " + budget + " is not within 0 and 65535");
        }
    }
}
