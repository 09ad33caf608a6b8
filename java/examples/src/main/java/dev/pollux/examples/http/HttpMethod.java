package dev.pollux.examples.http;

/** A request's method. Methods are case-sensitive. */
public enum HttpMethod {
    /** Answered. */
    GET,
    /** Answered as GET is, without the body. */
    HEAD,
    /** Known, not allowed. */
    POST,
    /** Known, not allowed. */
    PUT,
    /** Known, not allowed. */
    DELETE,
    /** Known, not allowed. */
    OPTIONS,
    /** Known, not allowed. */
    PATCH,
    /** Known, not allowed. */
    TRACE,
    /** Known, not allowed. */
    CONNECT,
    /** Any other token. */
    UNKNOWN;

    /** Longer than any method in the IANA registry. */
    static final int MAX_BYTES = 32;

    private static final HttpMethod[] ALL = values();

    private final byte[] token = Ascii.bytes(name());

    static HttpMethod of(Bytes token) {
        for (HttpMethod method : ALL) {
            if (token.contentEquals(method.token) && method != UNKNOWN) {
                return method;
            }
        }
        return UNKNOWN;
    }
}
