package dev.pollux.examples.http;

/** What becomes of the connection after a response, and what the response has to say of it (RFC 9112 section 9.3). */
public enum Persistence {
    /** HTTP/1.1's default: nothing is said. */
    PERSISTENT,
    /** HTTP/1.0 asked for it, and has to be told. */
    KEEP_ALIVE,
    /** The connection ends. */
    CLOSE;

    /** {@return what becomes of the connection after a request} */
    public static Persistence after(HttpRequestParser request) {
        if (!request.keepsAlive()) {
            return CLOSE;
        }
        return request.minorVersion() == 0 ? KEEP_ALIVE : PERSISTENT;
    }
}
