package dev.pollux.history;

/** What a program, and the peers of its connections, do with readiness ports. */
enum ReadinessStep {
    /** Opens a connection in a place that is free: it mostly gets the descriptor that was closed last. */
    CONNECT(12),
    /** Closes a connection, and its peer. */
    CLOSE(4),
    REGISTER(14),
    DEREGISTER(6),
    MODIFY(8),
    PAUSE(5),
    RESUME(6),
    REARM(4),
    MOVE(4),
    /** Asks a registration and its socket for what they are. */
    ASK(3),
    READ(8),
    WRITE(5),
    /** Writes until the system takes no more. */
    FILL(1),
    SHUT_OUTPUT(1),
    PEER_WRITES(12),
    PEER_READS(4),
    PEER_SHUTS(2),
    PEER_CLOSES(1),
    PEER_RESETS(1),
    POLL(20),
    AWAIT(6),
    DELIVER(6),
    /** A wakeup, and a wait without end. */
    WAKE(2),
    /** Throws, which is of interest in a callback. */
    THROW(2),
    CLOSE_PORT(1);

    final int weight;

    ReadinessStep(int weight) {
        this.weight = weight;
    }
}
