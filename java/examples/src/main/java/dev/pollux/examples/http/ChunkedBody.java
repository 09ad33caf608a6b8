package dev.pollux.examples.http;

import java.nio.ByteBuffer;

/**
 * Reads a chunked body with its trailer section (RFC 9112 section 7.1), any number of bytes at a time. Trailers are dropped,
 * and the data too if nobody wants it.
 */
final class ChunkedBody {
    /** Chunk extensions mean nothing to anyone. More of them than this in one body is an attack. */
    private static final int MAX_EXTENSION_BYTES = 4 * 1024;

    /** Enough for any length that a limit allows. Leading zeros count. */
    private static final int MAX_SIZE_DIGITS = 15;

    private enum State {
        SIZE,
        SIZE_BLANK,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_START,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_LF,
        LAST_LF,
        END
    }

    private final HttpLimits limits;
    private final MessageSink sink;
    private State state;
    private int sizeDigits;
    private int extensionBytes;
    private int trailerBytes;
    private long chunkRemaining;
    private long bodyBytes;

    /** With null for the sink the data is dropped. */
    ChunkedBody(HttpLimits limits, MessageSink sink) {
        this.limits = limits;
        this.sink = sink;
        clear();
    }

    void clear() {
        state = State.SIZE;
        sizeDigits = 0;
        extensionBytes = 0;
        trailerBytes = 0;
        chunkRemaining = 0;
        bodyBytes = 0;
    }

    boolean ended() {
        return state == State.END;
    }

    /**
     * Consumes input up to the body's end.
     *
     * @return null, or the status that the request is refused with
     */
    HttpStatus consume(ByteBuffer input) {
        while (input.hasRemaining() && state != State.END) {
            if (state == State.DATA) {
                data(input);
                continue;
            }
            byte c = input.get();
            HttpStatus refusal = state.ordinal() >= State.TRAILER_START.ordinal() ? trailer(c) : chunk(c);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private void data(ByteBuffer input) {
        int count = (int) Math.min(chunkRemaining, input.remaining());
        MessageSink.pass(input, count, sink);
        chunkRemaining -= count;
        if (chunkRemaining == 0) {
            state = State.DATA_CR;
        }
    }

    private HttpStatus chunk(byte c) {
        switch (state) {
            case SIZE -> {
                return size(c);
            }
            case SIZE_BLANK -> {
                if (c == ';') {
                    state = State.EXTENSION;
                } else if (!Ascii.isBlank(c) || ++extensionBytes > MAX_EXTENSION_BYTES) {
                    return HttpStatus.BAD_REQUEST;
                }
            }
            case EXTENSION -> {
                if (c == Ascii.CR) {
                    state = State.SIZE_LF;
                } else if (!Ascii.isFieldValue(c) || ++extensionBytes > MAX_EXTENSION_BYTES) {
                    return HttpStatus.BAD_REQUEST;
                }
            }
            case SIZE_LF -> {
                if (c != Ascii.LF) {
                    return HttpStatus.BAD_REQUEST;
                }
                sizeDigits = 0;
                state = chunkRemaining == 0 ? State.TRAILER_START : State.DATA;
            }
            case DATA_CR -> {
                if (c != Ascii.CR) {
                    return HttpStatus.BAD_REQUEST;
                }
                state = State.DATA_LF;
            }
            default -> {
                if (c != Ascii.LF) {
                    return HttpStatus.BAD_REQUEST;
                }
                state = State.SIZE;
            }
        }
        return null;
    }

    private HttpStatus size(byte c) {
        int digit = Ascii.hexValue(c);
        if (digit >= 0) {
            if (++sizeDigits > MAX_SIZE_DIGITS) {
                return HttpStatus.BAD_REQUEST;
            }
            chunkRemaining = 16 * chunkRemaining + digit;
            return null;
        }
        if (sizeDigits == 0) {
            return HttpStatus.BAD_REQUEST;
        }
        bodyBytes += chunkRemaining;
        if (bodyBytes > limits.bodyBytes()) {
            return HttpStatus.CONTENT_TOO_LARGE;
        }
        if (c == ';') {
            state = State.EXTENSION;
        } else if (Ascii.isBlank(c)) {
            state = State.SIZE_BLANK; // bad, and to be parsed all the same (RFC 9112 section 7.1.1)
        } else if (c == Ascii.CR) {
            state = State.SIZE_LF;
        } else {
            return HttpStatus.BAD_REQUEST;
        }
        return null;
    }

    private HttpStatus trailer(byte c) {
        if (++trailerBytes > limits.fieldsBytes()) {
            return HttpStatus.FIELDS_TOO_LARGE;
        }
        switch (state) {
            case TRAILER_START -> {
                if (c == Ascii.CR) {
                    state = State.LAST_LF;
                } else if (Ascii.isToken(c)) {
                    state = State.TRAILER_NAME;
                } else {
                    return HttpStatus.BAD_REQUEST;
                }
            }
            case TRAILER_NAME -> {
                if (c == ':') {
                    state = State.TRAILER_VALUE;
                } else if (!Ascii.isToken(c)) {
                    return HttpStatus.BAD_REQUEST;
                }
            }
            case TRAILER_VALUE -> {
                if (c == Ascii.CR) {
                    state = State.TRAILER_LF;
                } else if (!Ascii.isFieldValue(c)) {
                    return HttpStatus.BAD_REQUEST;
                }
            }
            default -> {
                if (c != Ascii.LF) {
                    return HttpStatus.BAD_REQUEST;
                }
                state = state == State.LAST_LF ? State.END : State.TRAILER_START;
            }
        }
        return null;
    }
}
