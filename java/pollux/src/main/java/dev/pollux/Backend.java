package dev.pollux;

import java.util.Locale;

/**
 * What a port runs on.
 *
 * <p>May be called from any thread.
 *
 * <pre>{@code
 * try (ReadinessPort port = ReadinessPort.open(Backend.NIO)) {
 *     log(port.backend() + ": " + port.describe());
 * }
 * }</pre>
 */
public enum Backend {
    /** Linux's epoll(7), through a binding. */
    EPOLL,
    /** Windows's I/O completion ports, through a binding: for a {@link dev.pollux.completion.CompletionPort}, not for readiness. */
    IOCP,
    /** {@link java.nio.channels.Selector}: everywhere, and wherever a native port is not available. */
    NIO;

    /** {@return the name that {@code -Ddev.pollux.backend} knows it by} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
