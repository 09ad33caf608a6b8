package dev.pollux.examples.proxy;

import dev.pollux.examples.http.Ascii;
import dev.pollux.examples.http.Bytes;
import dev.pollux.examples.http.HttpResponseParser;
import dev.pollux.examples.http.Persistence;
import java.nio.ByteBuffer;

/** The head of a response as the client gets it. */
final class ResponseHead {
    private static final byte[] VERSION = Ascii.bytes("HTTP/1.1 ");
    private static final byte[] VIA_LINE = Ascii.bytes("via: 1.1 pollux\r\n");
    private static final byte[] CHUNKED_LINE = Ascii.bytes("transfer-encoding: chunked\r\n");
    private static final byte[] LENGTH_LINE = Ascii.bytes("content-length: ");
    private static final byte[] KEEP_ALIVE_LINE = Ascii.bytes("connection: keep-alive\r\n");
    private static final byte[] CLOSE_LINE = Ascii.bytes("connection: close\r\n");
    private static final byte[] CRLF = Ascii.bytes("\r\n");

    private static final byte[] DATE = Ascii.bytes("date");

    private final HeadFields fields = new HeadFields();
    private boolean dated;

    void clear() {
        fields.clear();
        dated = false;
    }

    void add(Bytes name, Bytes value) {
        dated |= name.contentEquals(DATE);
        fields.add(name, value);
    }

    /** Writes an interim response, after which another one comes. */
    void writeInterim(ByteBuffer output, HttpResponseParser response) {
        writeStatusAndFields(output, response);
        output.put(CRLF);
    }

    /**
     * Writes the final one.
     *
     * @param dateLine for an upstream that has no clock (RFC 9110 section 6.6.1)
     */
    void writeFinal(
            ByteBuffer output, HttpResponseParser response, boolean chunked, Persistence persistence, byte[] dateLine) {
        writeStatusAndFields(output, response);
        if (!dated) {
            output.put(dateLine);
        }
        if (chunked) {
            output.put(CHUNKED_LINE);
        } else if (response.contentLength() >= 0 && response.status() != 204) {
            output.put(LENGTH_LINE);
            Digits.put(output, response.contentLength(), 10);
            output.put(CRLF);
        }
        if (persistence == Persistence.KEEP_ALIVE) {
            output.put(KEEP_ALIVE_LINE);
        } else if (persistence == Persistence.CLOSE) {
            output.put(CLOSE_LINE);
        }
        output.put(CRLF);
    }

    private void writeStatusAndFields(ByteBuffer output, HttpResponseParser response) {
        output.put(VERSION);
        Digits.put(output, response.status(), 10);
        output.put((byte) ' ');
        response.reason().putInto(output);
        output.put(CRLF);
        fields.writeTo(output);
        output.put(VIA_LINE);
    }
}
