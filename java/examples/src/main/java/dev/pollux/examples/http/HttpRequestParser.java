package dev.pollux.examples.http;

import java.nio.ByteBuffer;

/**
 * An incremental parser of HTTP/1.x requests (RFC 9112). Input may be cut anywhere. Nothing of it has to be kept between
 * two calls, since the little that is needed later is copied. Allocates nothing once it has seen a request of ordinary
 * size. Line ends are CRLF and nothing else.
 *
 * <p>Not thread-safe. Each connection has one.
 */
public final class HttpRequestParser {
    /** Empty lines before a request line that are forgiven (RFC 9112 section 2.2), in bytes. */
    private static final int MAX_LEADING_BYTES = 16;

    private static final byte[] VERSION = Ascii.bytes("HTTP/");
    private static final byte[] PLAINTEXT = Ascii.bytes("/plaintext");

    /** What {@link #parse} has come to. */
    public enum Result {
        /** All input is consumed and the request is not complete. */
        NEEDS_INPUT,
        /** The header section is complete and a body follows: the moment for 100 (Continue). */
        HEAD,
        /** The request is complete. The next call begins the next one. */
        REQUEST,
        /** The request is refused, see {@link #refusal()}: nothing after it can be understood. */
        REFUSED
    }

    private enum State {
        START,
        START_LF,
        METHOD,
        TARGET,
        VERSION,
        REQUEST_LINE_LF,
        FIELD_START,
        FIELD_NAME,
        FIELD_VALUE,
        FIELD_LF,
        HEAD_LF,
        BODY_START,
        FIXED_BODY,
        CHUNKED_BODY,
        REFUSED
    }

    private final HttpLimits limits;
    private final MessageSink sink;
    private final RequestFields fields = new RequestFields();
    private final ChunkedBody chunks;
    private final Bytes token = new Bytes();
    private final Bytes methodToken = new Bytes();
    private final Bytes target = new Bytes();
    private final Bytes value = new Bytes();
    private State state = State.START;
    private HttpMethod method;
    private HttpStatus refusal;
    private boolean valueKept;
    private int minorVersion;
    private int versionIndex;
    private int lineBytes;
    private int fieldsBytes;
    private int fieldCount;
    private long bodyRemaining;

    /** Creates a parser at the beginning of a request. */
    public HttpRequestParser(HttpLimits limits) {
        this(limits, null);
    }

    /**
     * Creates a parser at the beginning of a request.
     *
     * @param limits what a request may cost
     * @param sink takes all fields and the body. Null drops what the parser itself has no use for
     */
    public HttpRequestParser(HttpLimits limits, MessageSink sink) {
        this.limits = limits;
        this.sink = sink;
        this.chunks = new ChunkedBody(limits, sink);
        begin();
    }

    /**
     * Consumes input up to the next thing to say about it.
     *
     * @param input consumed from its position
     * @return what was reached. After {@link Result#REFUSED} it is always that
     */
    public Result parse(ByteBuffer input) {
        while (true) {
            switch (state) {
                case BODY_START -> {
                    if (fields.chunked()) {
                        chunks.clear();
                        state = State.CHUNKED_BODY;
                    } else {
                        bodyRemaining = fields.contentLength();
                        state = State.FIXED_BODY;
                    }
                }
                case FIXED_BODY -> {
                    int count = (int) Math.min(bodyRemaining, input.remaining());
                    MessageSink.pass(input, count, sink);
                    bodyRemaining -= count;
                    return bodyRemaining > 0 ? Result.NEEDS_INPUT : end();
                }
                case CHUNKED_BODY -> {
                    HttpStatus status = chunks.consume(input);
                    if (status != null) {
                        return refuse(status);
                    }
                    return chunks.ended() ? end() : Result.NEEDS_INPUT;
                }
                case REFUSED -> {
                    return Result.REFUSED;
                }
                default -> {
                    Result result = parseHead(input);
                    if (result != null) {
                        return result;
                    }
                }
            }
        }
    }

    private Result parseHead(ByteBuffer input) {
        while (input.hasRemaining()) {
            byte c = input.get();
            HttpStatus status = state.ordinal() < State.FIELD_START.ordinal() ? requestLine(c) : headerSection(c);
            if (status != null) {
                return refuse(status);
            }
            if (state == State.BODY_START) {
                return hasBody() ? Result.HEAD : end();
            }
        }
        return Result.NEEDS_INPUT;
    }

    private HttpStatus requestLine(byte c) {
        if (++lineBytes > limits.requestLineBytes()) {
            return HttpStatus.URI_TOO_LONG;
        }
        switch (state) {
            case START -> {
                if (c == Ascii.CR && lineBytes < MAX_LEADING_BYTES) {
                    state = State.START_LF;
                    return null;
                }
                beginRequestLine();
                return methodByte(c);
            }
            case START_LF -> {
                state = State.START;
                return c == Ascii.LF ? null : HttpStatus.BAD_REQUEST;
            }
            case METHOD -> {
                return methodByte(c);
            }
            case TARGET -> {
                return targetByte(c);
            }
            case VERSION -> {
                return versionByte(c);
            }
            default -> {
                state = State.FIELD_START;
                return c == Ascii.LF ? null : HttpStatus.BAD_REQUEST;
            }
        }
    }

    private HttpStatus methodByte(byte c) {
        if (Ascii.isToken(c)) {
            methodToken.add(c);
            return methodToken.length() > HttpMethod.MAX_BYTES ? HttpStatus.NOT_IMPLEMENTED : null;
        }
        if (c != ' ' || methodToken.length() == 0) {
            return HttpStatus.BAD_REQUEST;
        }
        method = HttpMethod.of(methodToken);
        state = State.TARGET;
        return null;
    }

    private HttpStatus targetByte(byte c) {
        if (Ascii.isVisible(c) && c != '#') {
            target.add(c);
            return null;
        }
        if (c != ' ' || target.length() == 0) {
            return HttpStatus.BAD_REQUEST;
        }
        state = State.VERSION;
        versionIndex = 0;
        return null;
    }

    private HttpStatus versionByte(byte c) {
        int index = versionIndex++;
        if (index < VERSION.length) {
            return c == VERSION[index] ? null : HttpStatus.BAD_REQUEST;
        }
        return switch (index - VERSION.length) {
            case 0 -> !Ascii.isDigit(c) ? HttpStatus.BAD_REQUEST : c == '1' ? null : HttpStatus.VERSION_NOT_SUPPORTED;
            case 1 -> c == '.' ? null : HttpStatus.BAD_REQUEST;
            case 2 -> {
                minorVersion = c - '0';
                yield Ascii.isDigit(c) ? null : HttpStatus.BAD_REQUEST;
            }
            default -> {
                state = State.REQUEST_LINE_LF;
                yield c == Ascii.CR ? null : HttpStatus.BAD_REQUEST;
            }
        };
    }

    private HttpStatus headerSection(byte c) {
        if (++fieldsBytes > limits.fieldsBytes()) {
            return HttpStatus.FIELDS_TOO_LARGE;
        }
        switch (state) {
            case FIELD_START -> {
                if (c == Ascii.CR) {
                    state = State.HEAD_LF;
                    return null;
                }
                if (++fieldCount > limits.fieldCount()) {
                    return HttpStatus.FIELDS_TOO_LARGE;
                }
                token.clear();
                state = State.FIELD_NAME;
                // A blank here is obs-fold, and is no token either.
                return nameByte(c);
            }
            case FIELD_NAME -> {
                return nameByte(c);
            }
            case FIELD_VALUE -> {
                return valueByte(c);
            }
            case FIELD_LF -> {
                state = State.FIELD_START;
                return c == Ascii.LF ? endOfField() : HttpStatus.BAD_REQUEST;
            }
            default -> {
                state = State.BODY_START;
                return c == Ascii.LF ? fields.finish(minorVersion, limits.bodyBytes()) : HttpStatus.BAD_REQUEST;
            }
        }
    }

    private HttpStatus nameByte(byte c) {
        if (Ascii.isToken(c)) {
            token.add(Ascii.toLowerCase(c));
            return null;
        }
        if (c != ':' || token.length() == 0) {
            return HttpStatus.BAD_REQUEST;
        }
        value.clear();
        valueKept = sink != null || RequestFields.isKnown(token);
        state = State.FIELD_VALUE;
        return null;
    }

    private HttpStatus valueByte(byte c) {
        if (c == Ascii.CR) {
            state = State.FIELD_LF;
        } else if (!Ascii.isFieldValue(c)) {
            return HttpStatus.BAD_REQUEST;
        } else if (valueKept && (value.length() > 0 || !Ascii.isBlank(c))) {
            value.add(c);
        }
        return null;
    }

    private HttpStatus endOfField() {
        if (!valueKept) {
            return null;
        }
        value.trimEnd();
        if (sink != null) {
            sink.onField(token, value);
        }
        return sink == null || RequestFields.isKnown(token) ? fields.accept(token, value) : null;
    }

    /** {@return whether a body of a byte or more follows the head} */
    public boolean hasBody() {
        return fields.chunked() || fields.contentLength() > 0;
    }

    private void begin() {
        state = State.START;
        lineBytes = 0;
    }

    /** What the last request left stays readable until the next one begins. */
    private void beginRequestLine() {
        state = State.METHOD;
        lineBytes = 1;
        methodToken.clear();
        target.clear();
        fields.clear();
        fieldsBytes = 0;
        fieldCount = 0;
        method = null;
        minorVersion = 0;
    }

    private Result end() {
        begin();
        return Result.REQUEST;
    }

    private Result refuse(HttpStatus status) {
        refusal = status;
        state = State.REFUSED;
        return Result.REFUSED;
    }

    /** {@return whether the connection is between two requests} */
    public boolean isIdle() {
        return state == State.START;
    }

    /** {@return why the request is refused, or null} */
    public HttpStatus refusal() {
        return refusal;
    }

    /** {@return the request's method} */
    public HttpMethod method() {
        return method;
    }

    /** {@return the method as sent: of use where it is {@link HttpMethod#UNKNOWN}} */
    public Bytes methodToken() {
        return methodToken;
    }

    /** {@return whether the body is chunked} */
    public boolean isChunked() {
        return fields.chunked();
    }

    /** {@return the Content-Length, or a negative number if there is none} */
    public long contentLength() {
        return fields.contentLength();
    }

    /** {@return the request-target as sent} */
    public String target() {
        return target.toString();
    }

    /** {@return the request-target as sent, without a String} */
    public Bytes targetBytes() {
        return target;
    }

    /** {@return whether the target is exactly {@code /plaintext}. That allocates nothing} */
    boolean isPlaintext() {
        return target.contentEquals(PLAINTEXT);
    }

    /** {@return x of HTTP/1.x} */
    public int minorVersion() {
        return minorVersion;
    }

    /** {@return whether the client wants the connection to stay open} */
    public boolean keepsAlive() {
        return fields.keepsAlive(minorVersion);
    }

    /** {@return whether the client waits for 100 (Continue) before it sends the body} */
    public boolean expectsContinue() {
        return fields.expectsContinue(minorVersion);
    }
}
