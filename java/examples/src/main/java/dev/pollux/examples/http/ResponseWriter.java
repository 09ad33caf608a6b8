package dev.pollux.examples.http;

import java.nio.ByteBuffer;
import java.time.Instant;

/** Writes responses. One a loop: the bytes that all connections share are made once a second. */
public final class ResponseWriter {
    /** The most bytes that one response takes here, a file's content excepted. */
    public static final int MAX_RESPONSE_BYTES = 2 * 1024;

    static final byte[] TEXT = Ascii.bytes("text/plain; charset=utf-8");

    private static final byte[] CONTINUE = Ascii.bytes("HTTP/1.1 100 Continue\r\n\r\n");
    private static final byte[] SERVER = Ascii.bytes("Server: pollux-examples\r\n");
    private static final byte[] ALLOW = Ascii.bytes("Allow: GET, HEAD\r\n");
    private static final byte[] CONTENT_TYPE = Ascii.bytes("Content-Type: ");
    private static final byte[] CONTENT_LENGTH = Ascii.bytes("\r\nContent-Length: ");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("\r\nConnection: keep-alive");
    private static final byte[] CLOSE = Ascii.bytes("\r\nConnection: close");
    private static final byte[] END_OF_HEAD = Ascii.bytes("\r\n\r\n");
    private static final byte[] HELLO = Ascii.bytes("Hello, World!");

    private final byte[] digits = new byte[20];
    private final ByteBuffer rendering = ByteBuffer.allocate(512);
    private byte[] date;
    private byte[] plaintext;

    /** Creates one. */
    public ResponseWriter(Instant now) {
        setTime(now);
    }

    /** Renders anew what holds the time. */
    public void setTime(Instant now) {
        date = DateLine.of(now);
        rendering.clear();
        head(rendering, HttpStatus.OK, TEXT, HELLO.length, Persistence.PERSISTENT);
        rendering.put(HELLO).flip();
        plaintext = new byte[rendering.remaining()];
        rendering.get(plaintext);
    }

    /** Hello, World! */
    void plaintext(ByteBuffer output, boolean headOnly, Persistence persistence) {
        if (persistence == Persistence.PERSISTENT) {
            output.put(plaintext, 0, headOnly ? plaintext.length - HELLO.length : plaintext.length);
        } else {
            full(output, HttpStatus.OK, TEXT, HELLO, headOnly, persistence);
        }
    }

    /** Writes a response that says no more than its status. */
    public void status(ByteBuffer output, HttpStatus status, boolean headOnly, Persistence persistence) {
        full(output, status, TEXT, status.body(), headOnly, persistence);
    }

    void full(
            ByteBuffer output,
            HttpStatus status,
            byte[] contentType,
            byte[] body,
            boolean headOnly,
            Persistence persistence) {
        head(output, status, contentType, body.length, persistence);
        if (!headOnly) {
            output.put(body);
        }
    }

    void head(ByteBuffer output, HttpStatus status, byte[] contentType, long contentBytes, Persistence persistence) {
        output.put(status.statusLine()).put(SERVER).put(date);
        if (status == HttpStatus.METHOD_NOT_ALLOWED) {
            output.put(ALLOW);
        }
        output.put(CONTENT_TYPE).put(contentType).put(CONTENT_LENGTH);
        number(output, contentBytes);
        if (persistence == Persistence.KEEP_ALIVE) {
            output.put(KEEP_ALIVE);
        } else if (persistence == Persistence.CLOSE) {
            output.put(CLOSE);
        }
        output.put(END_OF_HEAD);
    }

    void informContinue(ByteBuffer output) {
        output.put(CONTINUE);
    }

    private void number(ByteBuffer output, long number) {
        int at = digits.length;
        long rest = number;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        output.put(digits, at, digits.length - at);
    }
}
