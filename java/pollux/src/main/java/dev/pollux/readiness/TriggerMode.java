package dev.pollux.readiness;

/**
 * When a registration is reported.
 *
 * <p>May be called from any thread. {@link ReadinessPort} has an example.
 */
public enum TriggerMode {
    /** As long as it is ready. The default. */
    LEVEL,
    /** When it becomes ready, or more so: read and write until they would block. Epoll only. */
    EDGE,
    /** It is reported once, and then not again until {@link Registration#rearm()} or {@link Registration#modify}. */
    ONESHOT,
    /**
     * As {@link #LEVEL}, but of several ports that wait for one listener, few are woken. It can't be modified. Epoll only.
     */
    EXCLUSIVE
}
