package dev.pollux.examples.http;

import java.nio.ByteBuffer;

/**
 * An incremental parser of HTTP/1.x responses (RFC 9112), the twin of {@link HttpRequestParser}: input may be cut anywhere,
 * and nothing of it has to be kept between two calls. What a response's body is depends on its request, so {@link #begin}
 * has to be told of that.
 *
 * <p>Not thread-safe. Each connection has one.
 */
public final class HttpResponseParser {
    private static final byte[] VERSION = Ascii.bytes("HTTP/1.");

    /** What {@link #parse} has come to. */
    public enum Result {
        /** All input is consumed and the response is not complete. */
        NEEDS_INPUT,
        /** An interim response (1xx) is complete. The next call goes on with the one after it. */
        INTERIM,
        /** The header section of the final response is complete. The next call goes on with its body, if it has one. */
        HEAD,
        /** The response is complete. What is left of the input belongs to no response. */
        RESPONSE,
        /** This is no response: nothing after it can be understood. */
        REFUSED
    }

    private enum State {
        VERSION,
        STATUS,
        REASON,
        STATUS_LINE_LF,
        FIELD_START,
        FIELD_NAME,
        FIELD_VALUE,
        FIELD_LF,
        HEAD_LF,
        BODY_START,
        FIXED_BODY,
        CHUNKED_BODY,
        BODY_UNTIL_CLOSE,
        END,
        REFUSED
    }

    private final HttpLimits limits;
    private final MessageSink sink;
    private final MessageFields fields = new MessageFields();
    private final ChunkedBody chunks;
    private final Bytes reason = new Bytes();
    private final Bytes name = new Bytes();
    private final Bytes value = new Bytes();
    private State state;
    private boolean headOnly;
    private boolean headTold;
    private int minorVersion;
    private int lineBytes;
    private int status;
    private int fieldsBytes;
    private int fieldCount;
    private long bodyRemaining;

    /**
     * Creates a parser.
     *
     * @param limits what a response may cost. The limit of the request line is that of the status line
     * @param sink takes all fields and the body
     */
    public HttpResponseParser(HttpLimits limits, MessageSink sink) {
        this.limits = limits;
        this.sink = sink;
        this.chunks = new ChunkedBody(limits, sink);
        begin(false);
    }

    /**
     * Begins with the response to a request.
     *
     * @param toHead whether that is a HEAD, whose response has no body whatever it says
     */
    public void begin(boolean toHead) {
        headOnly = toHead;
        headTold = false;
        beginStatusLine();
    }

    private void beginStatusLine() {
        state = State.VERSION;
        lineBytes = 0;
        status = 0;
        fieldsBytes = 0;
        fieldCount = 0;
        reason.clear();
        fields.clear();
    }

    /**
     * Consumes input up to the next thing to say about it.
     *
     * @param input consumed from its position
     * @return what was reached
     */
    public Result parse(ByteBuffer input) {
        while (true) {
            switch (state) {
                case BODY_START -> {
                    if (!headTold) {
                        headTold = true;
                        return Result.HEAD;
                    }
                    beginBody();
                }
                case FIXED_BODY -> {
                    int count = (int) Math.min(bodyRemaining, input.remaining());
                    bodyRemaining -= count;
                    MessageSink.pass(input, count, sink);
                    if (bodyRemaining > 0) {
                        return Result.NEEDS_INPUT;
                    }
                    state = State.END;
                }
                case CHUNKED_BODY -> {
                    if (chunks.consume(input) != null) {
                        state = State.REFUSED;
                    } else if (!chunks.ended()) {
                        return Result.NEEDS_INPUT;
                    } else {
                        state = State.END;
                    }
                }
                case BODY_UNTIL_CLOSE -> {
                    MessageSink.pass(input, input.remaining(), sink);
                    return Result.NEEDS_INPUT;
                }
                case END -> {
                    return Result.RESPONSE;
                }
                case REFUSED -> {
                    return Result.REFUSED;
                }
                default -> {
                    if (!input.hasRemaining()) {
                        return Result.NEEDS_INPUT;
                    }
                    if (!head(input.get())) {
                        state = State.REFUSED;
                    } else if (state == State.BODY_START && status < 200) {
                        state = State.VERSION;
                        return Result.INTERIM;
                    }
                }
            }
        }
    }

    private boolean head(byte c) {
        return state.ordinal() < State.FIELD_START.ordinal() ? statusLine(c) : headerSection(c);
    }

    private boolean statusLine(byte c) {
        if (lineBytes == 0 && status > 0) {
            beginStatusLine(); // of the response after an interim one, which was readable until now
        }
        int index = lineBytes++;
        if (lineBytes > limits.requestLineBytes()) {
            return false;
        }
        return switch (state) {
            case VERSION -> version(c, index);
            case STATUS -> status(c, index - VERSION.length - 2);
            case REASON -> {
                if (c == Ascii.CR) {
                    state = State.STATUS_LINE_LF;
                } else {
                    reason.add(c);
                }
                yield c == Ascii.CR || Ascii.isFieldValue(c);
            }
            default -> {
                state = State.FIELD_START;
                yield c == Ascii.LF;
            }
        };
    }

    private boolean version(byte c, int index) {
        if (index < VERSION.length) {
            return c == VERSION[index];
        }
        if (index == VERSION.length) {
            minorVersion = c - '0';
            return Ascii.isDigit(c);
        }
        state = State.STATUS;
        return c == ' ';
    }

    /** Three digits, and a blank even if no reason follows. Some servers leave that out. */
    private boolean status(byte c, int index) {
        if (index < 3) {
            status = 10 * status + (c - '0');
            return Ascii.isDigit(c);
        }
        state = c == Ascii.CR ? State.STATUS_LINE_LF : State.REASON;
        return (c == ' ' || c == Ascii.CR) && status >= 100 && status < 600;
    }

    private boolean headerSection(byte c) {
        if (++fieldsBytes > limits.fieldsBytes()) {
            return false;
        }
        switch (state) {
            case FIELD_START -> {
                if (c == Ascii.CR) {
                    state = State.HEAD_LF;
                    return true;
                }
                name.clear();
                state = State.FIELD_NAME;
                return ++fieldCount <= limits.fieldCount() && nameByte(c);
            }
            case FIELD_NAME -> {
                return nameByte(c);
            }
            case FIELD_VALUE -> {
                if (c == Ascii.CR) {
                    state = State.FIELD_LF;
                } else if (value.length() > 0 || !Ascii.isBlank(c)) {
                    value.add(c);
                }
                return c == Ascii.CR || Ascii.isFieldValue(c);
            }
            case FIELD_LF -> {
                state = State.FIELD_START;
                return c == Ascii.LF && endOfField();
            }
            default -> {
                state = State.BODY_START;
                return c == Ascii.LF && endOfHead();
            }
        }
    }

    private boolean nameByte(byte c) {
        if (Ascii.isToken(c)) {
            name.add(Ascii.toLowerCase(c));
            return true;
        }
        value.clear();
        state = State.FIELD_VALUE;
        return c == ':' && name.length() > 0;
    }

    private boolean endOfField() {
        value.trimEnd();
        sink.onField(name, value);
        return !MessageFields.isFraming(name) || fields.acceptFraming(name, value) == null;
    }

    /** 101 is refused: nobody here asks for another protocol. */
    private boolean endOfHead() {
        lineBytes = 0;
        return fields.finishFraming(minorVersion) == null
                && fields.contentLength() <= limits.bodyBytes()
                && status != 101;
    }

    private void beginBody() {
        if (!hasBody()) {
            state = State.END;
        } else if (fields.chunked()) {
            chunks.clear();
            state = State.CHUNKED_BODY;
        } else if (fields.contentLength() >= 0) {
            bodyRemaining = fields.contentLength();
            state = State.FIXED_BODY;
        } else {
            state = State.BODY_UNTIL_CLOSE;
        }
    }

    /**
     * To be told that the stream has ended.
     *
     * @return whether that completes the response
     */
    public boolean endOfStream() {
        return state == State.BODY_UNTIL_CLOSE;
    }

    /** {@return whether nothing has come of any response} */
    public boolean isIdle() {
        return state == State.VERSION && lineBytes == 0 && status == 0;
    }

    /** {@return the status code} */
    public int status() {
        return status;
    }

    /** {@return the reason phrase, often empty} */
    public Bytes reason() {
        return reason;
    }

    /** {@return whether the response has a body, if only of no bytes} */
    public boolean hasBody() {
        return !headOnly && status >= 200 && status != 204 && status != 304;
    }

    /** {@return the Content-Length, which says nothing if there is no body, or a negative number if there is none} */
    public long contentLength() {
        return fields.contentLength();
    }

    /** {@return whether another response can follow on this connection} */
    public boolean keepsAlive() {
        boolean ends = hasBody() && !fields.chunked() && fields.contentLength() < 0;
        return !ends && fields.keepsAlive(minorVersion);
    }
}
