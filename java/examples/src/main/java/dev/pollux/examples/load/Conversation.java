package dev.pollux.examples.load;

import java.net.ProtocolException;
import java.nio.ByteBuffer;

/** What one connection says, and how it judges the replies. */
interface Conversation {
    /** What a piece of input has brought. */
    enum Reply {
        /** The reply goes on. */
        INCOMPLETE,
        /** It is complete, and as it should be. */
        GOOD,
        /** It is complete, and wrong: {@link #error()}. */
        BAD
    }

    /** {@return the size of every message} */
    int messageBytes();

    /** Writes the next message. */
    void putMessage(ByteBuffer output);

    /**
     * Consumes input up to the end of the reply that is under way.
     *
     * @throws ProtocolException if nothing after it can be understood
     */
    Reply takeReply(ByteBuffer input) throws ProtocolException;

    /** {@return what was wrong with the last bad reply} */
    String error();
}
