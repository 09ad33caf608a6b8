package dev.pollux.examples.http;

/**
 * What one connection may ask of the server.
 *
 * @param requestLineBytes the longest request line. What is longer is answered by 414
 * @param fieldsBytes the longest header section, and the longest trailer section. What is longer is answered by 431
 * @param fieldCount the most header lines. More are answered by 431
 * @param bodyBytes the longest body, which is read and dropped. A longer one is answered by 413
 * @param idleSeconds how long a connection may stay without a request, or a response unread
 * @param requestSeconds how long a request may take from its first byte to its last
 */
public record HttpLimits(
        int requestLineBytes, int fieldsBytes, int fieldCount, long bodyBytes, int idleSeconds, int requestSeconds) {
    /** What the http command keeps to. */
    public static final HttpLimits DEFAULT = new HttpLimits(8 * 1024, 16 * 1024, 100, 1024 * 1024, 60, 10);
}
