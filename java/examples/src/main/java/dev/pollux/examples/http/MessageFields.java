package dev.pollux.examples.http;

import static dev.pollux.examples.http.HttpStatus.BAD_REQUEST;
import static dev.pollux.examples.http.HttpStatus.NOT_IMPLEMENTED;

/**
 * The header fields that decide how a message is framed and whether the connection lives on. Everything that two servers in
 * a row could understand differently is refused (RFC 9112 sections 6.1 and 11.2).
 */
class MessageFields {
    static final long NO_CONTENT_LENGTH = -1;

    private static final byte[] CONNECTION = Ascii.bytes("connection");
    private static final byte[] CONTENT_LENGTH = Ascii.bytes("content-length");
    private static final byte[] TRANSFER_ENCODING = Ascii.bytes("transfer-encoding");
    private static final byte[] CLOSE = Ascii.bytes("close");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");
    private static final byte[] CHUNKED = Ascii.bytes("chunked");

    /** A number of more digits is over any limit, and need not fit a long. */
    private static final int MAX_LENGTH_DIGITS = 18;

    private boolean transferEncodingSeen;
    private boolean chunked;
    private boolean unknownCoding;
    private boolean close;
    private boolean keepAlive;
    private long contentLength;

    void clear() {
        transferEncodingSeen = false;
        chunked = false;
        unknownCoding = false;
        close = false;
        keepAlive = false;
        contentLength = NO_CONTENT_LENGTH;
    }

    /** {@return whether {@link #acceptFraming} wants the field} */
    static boolean isFraming(Bytes name) {
        return switch (name.length()) {
            case 10 -> name.contentEquals(CONNECTION);
            case 14 -> name.contentEquals(CONTENT_LENGTH);
            case 17 -> name.contentEquals(TRANSFER_ENCODING);
            default -> false;
        };
    }

    /**
     * Takes a field of the framing, its name in lower case and its value trimmed.
     *
     * @return null, or the status that the message is refused with
     */
    final HttpStatus acceptFraming(Bytes name, Bytes value) {
        return switch (name.length()) {
            case 10 -> connection(value);
            case 14 -> contentLength(value);
            default -> transferEncoding(value);
        };
    }

    /**
     * Judges the fields as a whole.
     *
     * @return null, or the status that the message is refused with
     */
    final HttpStatus finishFraming(int minorVersion) {
        if (!transferEncodingSeen) {
            return null;
        }
        if (contentLength != NO_CONTENT_LENGTH || minorVersion == 0) {
            return BAD_REQUEST;
        }
        if (unknownCoding) {
            return NOT_IMPLEMENTED;
        }
        return chunked ? null : BAD_REQUEST;
    }

    final boolean chunked() {
        return chunked;
    }

    final long contentLength() {
        return contentLength;
    }

    final boolean keepsAlive(int minorVersion) {
        return !close && (minorVersion > 0 || keepAlive);
    }

    private HttpStatus connection(Bytes value) {
        for (int from = 0; from <= value.length(); from = elementEnd(value, from) + 1) {
            int start = elementStart(value, from);
            int end = trimmedEnd(value, start, elementEnd(value, from));
            close |= value.contentEqualsIgnoreCase(start, end, CLOSE);
            keepAlive |= value.contentEqualsIgnoreCase(start, end, KEEP_ALIVE);
        }
        return null;
    }

    private HttpStatus contentLength(Bytes value) {
        if (value.length() == 0) {
            return BAD_REQUEST;
        }
        long parsed = 0;
        for (int i = 0; i < value.length(); i++) {
            if (!Ascii.isDigit(value.at(i))) {
                return BAD_REQUEST;
            }
            parsed = i < MAX_LENGTH_DIGITS ? 10 * parsed + (value.at(i) - '0') : Long.MAX_VALUE;
        }
        if (contentLength != NO_CONTENT_LENGTH && contentLength != parsed) {
            return BAD_REQUEST;
        }
        contentLength = parsed;
        return null;
    }

    private HttpStatus transferEncoding(Bytes value) {
        transferEncodingSeen = true;
        for (int from = 0; from <= value.length(); from = elementEnd(value, from) + 1) {
            int start = elementStart(value, from);
            int end = trimmedEnd(value, start, elementEnd(value, from));
            if (start == end) {
                continue;
            }
            if (chunked) {
                return BAD_REQUEST; // chunked is applied once, and last
            }
            if (value.contentEqualsIgnoreCase(start, end, CHUNKED)) {
                chunked = true;
            } else {
                unknownCoding = true;
            }
        }
        return null;
    }

    private static int elementStart(Bytes value, int from) {
        int start = from;
        while (start < value.length() && Ascii.isBlank(value.at(start))) {
            start++;
        }
        return start;
    }

    private static int elementEnd(Bytes value, int from) {
        int end = from;
        while (end < value.length() && value.at(end) != ',') {
            end++;
        }
        return end;
    }

    private static int trimmedEnd(Bytes value, int start, int elementEnd) {
        int end = elementEnd;
        while (end > start && Ascii.isBlank(value.at(end - 1))) {
            end--;
        }
        return end;
    }
}
