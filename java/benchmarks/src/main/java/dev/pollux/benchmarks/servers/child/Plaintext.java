package dev.pollux.benchmarks.servers.child;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The least that can be called HTTP: a fixed response for each end of a request, and nothing else of it is looked at. All
 * servers do the same, the one in C too, so that what differs between them is what moves the bytes.
 */
final class Plaintext implements Exchange {
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    static final byte[] RESPONSE = ("HTTP/1.1 200 OK\r\nServer: plaintext\r\nContent-Type: text/plain\r\n"
                    + "Content-Length: 13\r\n\r\nHello, World!")
            .getBytes(StandardCharsets.US_ASCII);

    /** All connections', because there is one loop. It is empty between two events. As much as a full input can ask for. */
    private static final ByteBuffer OUTPUT =
            ByteBuffer.allocateDirect(Server.BUFFER_BYTES / END.length * RESPONSE.length);

    /** How much of {@link #END} the input has ended with. */
    private int matched;

    @Override
    public ByteBuffer reply(ByteBuffer input) {
        ByteBuffer output = OUTPUT.clear();
        int end = input.limit();
        for (int i = input.position(); i < end; i++) {
            byte next = input.get(i);
            if (next == END[matched]) {
                matched++;
            } else {
                matched = next == '\r' ? 1 : 0;
            }
            if (matched == END.length) {
                matched = 0;
                output.put(RESPONSE);
            }
        }
        return output.flip();
    }
}
