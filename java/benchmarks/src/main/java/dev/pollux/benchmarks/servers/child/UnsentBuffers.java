package dev.pollux.benchmarks.servers.child;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Keeps what a peer has not taken yet, in buffers that are used again. One loop's. */
final class UnsentBuffers {
    private static final int MAX_SPARE = 64;

    private final ArrayDeque<ByteBuffer> spare = new ArrayDeque<>(MAX_SPARE + 1);

    /** {@return a copy of what remains} */
    ByteBuffer keep(ByteBuffer rest) {
        ByteBuffer kept = spare.pollLast();
        if (kept == null || kept.capacity() < rest.remaining()) {
            kept = ByteBuffer.allocateDirect(Math.max(Server.BUFFER_BYTES, rest.remaining()));
        }
        return kept.clear().put(rest).flip();
    }

    void giveBack(ByteBuffer kept) {
        if (kept != null && spare.size() < MAX_SPARE) {
            spare.addLast(kept);
        }
    }
}
