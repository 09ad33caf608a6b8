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
    /** Linux's epoll(7), through a binding: for a {@link dev.pollux.readiness.ReadinessPort}. */
    EPOLL(false),
    /**
     * {@link java.nio.channels.Selector}: for a {@link dev.pollux.readiness.ReadinessPort}, everywhere, and wherever a native
     * one is not available.
     */
    NIO(false),
    /**
     * Windows's driver of sockets, polled through a completion port and a binding: for a {@link dev.pollux.readiness.ReadinessPort}.
     * Experimental: it is taken only if it is named. The driver's interface has no documentation.
     */
    AFD(false),
    /** Linux's io_uring(7), through a binding: for a {@link dev.pollux.completion.CompletionPort}. */
    IO_URING(true),
    /** Windows's I/O completion ports, through a binding: for a {@link dev.pollux.completion.CompletionPort}. */
    IOCP(true),
    /**
     * A completion port made of a readiness port: for a {@link dev.pollux.completion.CompletionPort}, everywhere, and wherever
     * the system's own is not available.
     */
    EMULATED(true);

    private final boolean ofCompletion;

    Backend(boolean ofCompletion) {
        this.ofCompletion = ofCompletion;
    }

    /** {@return true if a {@link dev.pollux.completion.CompletionPort} runs on it, false if a readiness port does} */
    public boolean isOfCompletion() {
        return ofCompletion;
    }

    /** {@return the name that {@code -Ddev.pollux.backend} knows it by} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
