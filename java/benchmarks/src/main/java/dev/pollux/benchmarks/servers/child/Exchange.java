package dev.pollux.benchmarks.servers.child;

import java.nio.ByteBuffer;

/** What is sent back for what has come. Each connection has one. It is the same code for every layer. */
@FunctionalInterface
interface Exchange {
    /** {@return what is to be sent, which may be nothing yet, and is good until the next call on this thread} */
    ByteBuffer reply(ByteBuffer input);

    /** {@return the exchange of one more connection of a loop} */
    static Exchange of(Kind kind) {
        return kind == Kind.HTTP ? new Plaintext() : input -> input;
    }
}
