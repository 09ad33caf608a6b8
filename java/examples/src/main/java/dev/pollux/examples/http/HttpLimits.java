package dev.pollux.examples.http;

/**
 * What one connection may ask of the server.
 *
 * @param requestLineBytes the longest request line; beyond it 414
 * @param fieldsBytes the longest header section, and the longest trailer section; beyond it 431
 * @param fieldCount the most header lines; beyond it 431
 * @param bodyBytes the longest body, which is read and dropped; beyond it 413
 * @param idleSeconds how long a connection may stay without a request, or a response unread
 * @param requestSeconds how long a request may take from its first byte to its last
 */
public record HttpLimits(
        int requestLineBytes, int fieldsBytes, int fieldCount, long bodyBytes, int idleSeconds, int requestSeconds) {
    /** What the http command keeps to. */
    public static final HttpLimits DEFAULT = new HttpLimits(8 * 1024, 16 * 1024, 100, 1024 * 1024, 60, 10);
}
