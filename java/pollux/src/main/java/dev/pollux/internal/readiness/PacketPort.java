package dev.pollux.internal.readiness;

import java.io.IOException;

/** A readiness port whose events are packets of one of the system's queues, and may come through a queue that somebody else has. */
public interface PacketPort {
    /**
     * The first completion key of its packets, if they come through somebody else's queue. The keys of that one's own packets are
     * lower.
     */
    long FIRST_KEY = 1L << 40;

    /**
     * Has its packets come through a queue that its owner dequeues. Before anything is registered.
     *
     * @param queue the system's queue
     */
    void joinQueue(Object queue) throws IOException;

    /** Takes one of its packets, for its next turn. On the thread that dequeues. */
    void packet(long key, long address);

    /** After its close: takes what is left in its queue, which has nothing else any more. */
    void drain();

    /** Submits what has to be before a wait. On the thread that is about to wait. */
    void beforeWait();
}
