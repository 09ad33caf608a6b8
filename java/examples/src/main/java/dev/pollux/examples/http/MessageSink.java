package dev.pollux.examples.http;

import java.nio.ByteBuffer;

/** Takes what a parser reads and has no use for itself: whoever passes a message on wants all of it. */
public interface MessageSink {
    /**
     * Takes a field of the header section.
     *
     * @param name in lower case. It is the parser's own, as is the value
     * @param value without blanks around it
     */
    void onField(Bytes name, Bytes value);

    /**
     * Takes a part of the body, without the framing.
     *
     * @param data to be used up
     */
    void onBody(ByteBuffer data);

    /** Passes a part of the input to a sink, or over it if there is none. */
    static void pass(ByteBuffer input, int countBytes, MessageSink sink) {
        int end = input.position() + countBytes;
        if (sink != null && countBytes > 0) {
            int limit = input.limit();
            sink.onBody(input.limit(end));
            input.limit(limit);
        }
        input.position(end);
    }
}
