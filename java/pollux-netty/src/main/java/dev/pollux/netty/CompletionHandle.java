package dev.pollux.netty;

/** What a {@link PolluxIoHandler} on a completion port can serve, too. */
interface CompletionHandle extends EpollHandle {
    /** {@return the stream whose bytes it transfers, or null if it is a listener's} */
    PolluxStreamChannel stream();
}
