package dev.pollux.examples.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.examples.http.HttpRequestParser.Result;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request may look like, what it may not, and that it does not matter where its bytes are cut. */
class HttpRequestParserTest {
    private static final HttpLimits LIMITS = new HttpLimits(200, 400, 5, 100, 60, 10);

    private static final String CHUNKED_REQUEST = "\r\nPOST /a%20b?c=d HTTP/1.1\r\nHost: example.org:80\r\n"
            + "Transfer-Encoding: \t Chunked \r\nExpect: 100-Continue\r\nConnection: x , Close\r\n\r\n"
            + "5;name=\"value\"\r\nhello\r\n0A\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n";

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Feeds everything, and skips what is between the head and the end of the body. */
    private static Result parse(HttpRequestParser parser, String text) {
        ByteBuffer input = bytes(text);
        Result result = parser.parse(input);
        return result == Result.HEAD ? parser.parse(input) : result;
    }

    private static String escaped(String text) {
        return text.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\0", "\0");
    }

    @Test
    void aSimpleRequest() {
        HttpRequestParser parser = new HttpRequestParser(LIMITS);
        assertEquals(Result.REQUEST, parse(parser, "GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n"));
        assertEquals(HttpMethod.GET, parser.method());
        assertTrue(parser.isPlaintext());
        assertTrue(parser.keepsAlive());
        assertTrue(parser.isIdle());
        assertEquals(1, parser.minorVersion());
    }

    @Test
    void everyPairOfCutsGivesTheSame() {
        byte[] all = CHUNKED_REQUEST.getBytes(StandardCharsets.ISO_8859_1);
        int headEnd = CHUNKED_REQUEST.indexOf("\r\n\r\n") + 4;
        for (int first = 0; first <= all.length; first++) {
            for (int second = first; second <= all.length; second++) {
                HttpRequestParser parser = new HttpRequestParser(LIMITS);
                int heads = 0;
                int requests = 0;
                int[] cuts = {0, first, second, all.length};
                for (int i = 0; i < 3; i++) {
                    ByteBuffer piece = ByteBuffer.wrap(all, cuts[i], cuts[i + 1] - cuts[i]);
                    Result result;
                    do {
                        result = parser.parse(piece);
                        if (result == Result.HEAD) {
                            heads++;
                            assertEquals(headEnd, piece.position());
                        }
                        requests += result == Result.REQUEST ? 1 : 0;
                    } while (result != Result.NEEDS_INPUT && result != Result.REFUSED);
                }
                String where = "cut at " + first + " and " + second;
                assertEquals(1, heads, where);
                assertEquals(1, requests, where);
                assertEquals(HttpMethod.POST, parser.method(), where);
                assertEquals("/a%20b?c=d", parser.target(), where);
                assertTrue(parser.expectsContinue(), where);
                assertFalse(parser.keepsAlive(), where);
            }
        }
    }

    @Test
    void pipelinedRequestsComeOneByOne() {
        HttpRequestParser parser = new HttpRequestParser(LIMITS);
        ByteBuffer input = bytes("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                + "GET /2 HTTP/1.0\r\n\r\nHEAD /3 HTTP/1.1\r\nHost: a\r\n\r\nGET");
        assertEquals(Result.HEAD, parser.parse(input));
        assertEquals(Result.REQUEST, parser.parse(input));
        assertEquals("/1", parser.target());
        assertTrue(parser.keepsAlive());
        assertEquals(Result.REQUEST, parser.parse(input));
        assertEquals("/2", parser.target());
        assertFalse(parser.keepsAlive());
        assertEquals(Result.REQUEST, parser.parse(input));
        assertEquals("/3", parser.target());
        assertEquals(HttpMethod.HEAD, parser.method());
        assertEquals(Result.NEEDS_INPUT, parser.parse(input));
        assertFalse(parser.isIdle());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.0\\r\\n\\r\\n",
                "GET / HTTP/1.1\\r\\nHost:\\r\\n\\r\\n",
                "GET / HTTP/1.9\\r\\nHost: a\\r\\n\\r\\n",
                "GET http://a/b HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
                "OPTIONS * HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
                "BREW / HTTP/1.1\\r\\nHost: [::1]:80\\r\\n\\r\\n",
                "\\r\\n\\r\\nGET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
                "GET / HTTP/1.1\\r\\nhOsT:\\t a \\t\\r\\nX: a b\\tc\\r\\nY:\\r\\n\\r\\n",
                "POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 2\\r\\nContent-Length: 2\\r\\n\\r\\nab",
                "POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 0\\r\\n\\r\\n",
                "POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
                "POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: , chunked ,\\r\\n\\r\\n1 ;a\\r\\nx\\r\\n00\\r\\n\\r\\n",
            })
    void validRequests(String request) {
        assertEquals(Result.REQUEST, parse(new HttpRequestParser(LIMITS), escaped(request)));
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            delimiter = '|',
            value = {
                // request line
                "400|\\n",
                "400|\\rG",
                "400| GET / HTTP/1.1\\r\\n",
                "400|GET\\t/ HTTP/1.1\\r\\n",
                "400|G@T / HTTP/1.1\\r\\n",
                "400|GET  / HTTP/1.1\\r\\n",
                "400|GET /\\0 HTTP/1.1\\r\\n",
                "400|GET /a#b HTTP/1.1\\r\\n",
                "400|GET / b HTTP/1.1\\r\\n",
                "400|GET /\\r\\n",
                "400|GET / HTTP/1.1\\n",
                "400|GET / HTTP/1.1\\rX",
                "400|GET / HTTP/1.1 \\r\\n",
                "400|GET / http/1.1\\r\\n",
                "400|GET / HTTP/1,1\\r\\n",
                "400|GET / HTTP/1.10\\r\\n",
                "505|GET / HTTP/2.0\\r\\n",
                // fields
                "400|GET / HTTP/1.1\\r\\nHost : a\\r\\n",
                "400|GET / HTTP/1.1\\r\\n Host: a\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: a\\r\\n b\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: a\\r\\n\\tb\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: a\\n",
                "400|GET / HTTP/1.1\\r\\nHost: a\\rb\\r\\n",
                "400|GET / HTTP/1.1\\r\\nX: a\\0b\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost\\r\\n",
                "400|GET / HTTP/1.1\\r\\n: a\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: a\\r\\n\\rX",
                "400|GET / HTTP/1.1\\r\\nHost: a\\r\\n\\n",
                // host
                "400|GET / HTTP/1.1\\r\\n\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: a\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: a b\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: a, b\\r\\n",
                "400|GET / HTTP/1.1\\r\\nHost: u@a\\r\\n",
                // content length
                "400|POST / HTTP/1.1\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n",
                "400|POST / HTTP/1.1\\r\\nContent-Length: +1\\r\\n",
                "400|POST / HTTP/1.1\\r\\nContent-Length: -1\\r\\n",
                "400|POST / HTTP/1.1\\r\\nContent-Length: 1 1\\r\\n",
                "400|POST / HTTP/1.1\\r\\nContent-Length: 1, 1\\r\\n",
                "400|POST / HTTP/1.1\\r\\nContent-Length: 0x1\\r\\n",
                "400|POST / HTTP/1.1\\r\\nContent-Length:\\r\\n",
                "413|POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 101\\r\\n\\r\\n",
                "413|POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 99999999999999999999\\r\\n\\r\\n",
                // transfer encoding
                "400|POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\nContent-Length: 1\\r\\n\\r\\n",
                "400|POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\n",
                "400|POST / HTTP/1.0\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n",
                "400|POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked, gzip\\r\\n",
                "400|POST / HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\nTransfer-Encoding: chunked\\r\\n",
                "400|POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding:\\r\\n\\r\\n",
                "501|POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n",
                "501|POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: xchunked\\r\\n\\r\\n",
                "417|POST / HTTP/1.1\\r\\nHost: a\\r\\nExpect: 200-ok\\r\\n\\r\\n",
            })
    void malformedHeads(int status, String request) {
        assertRefused(status, escaped(request));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|g\\r\\n",
                "400|\\r\\n",
                "400|;a\\r\\n",
                "400|-1\\r\\n",
                "400|1\\n",
                "400|1 \\r\\n",
                "400|1\\rx",
                "400|1;\\0\\r\\n",
                "400|1\\r\\nab",
                "400|1\\r\\na\\nb",
                "400|1\\r\\na\\rb",
                "400|0000000000000001\\r\\n",
                "400|0\\r\\nx\\r\\n",
                "400|0\\r\\nx y: z\\r\\n",
                "400|0\\r\\n\\n",
                "400|0\\r\\nx: y\\nz",
                "413|65\\r\\n",
                "413|64\\r\\n{100}\\r\\n1\\r\\n",
            })
    void malformedChunks(int status, String body) {
        String head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertRefused(status, head + escaped(body).replace("{100}", "x".repeat(100)));
    }

    @Test
    void limits() {
        assertRefused(414, "GET /" + "a".repeat(LIMITS.requestLineBytes()));
        assertRefused(501, "G".repeat(33));
        assertRefused(431, "GET / HTTP/1.1\r\nX: " + "a".repeat(LIMITS.fieldsBytes()));
        assertRefused(431, "GET / HTTP/1.1\r\n" + "X:\r\n".repeat(6));
        String chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertRefused(431, chunked + "0\r\nX: " + "a".repeat(LIMITS.fieldsBytes()));
        assertRefused(400, chunked + "1;" + "a".repeat(5000));
        assertRefused(400, "\r\n".repeat(20) + "GET / HTTP/1.0\r\n");
    }

    /** The parser is fed byte by byte as well: it may neither refuse otherwise, nor later than it can know. */
    private static void assertRefused(int status, String request) {
        HttpRequestParser whole = new HttpRequestParser(LIMITS);
        assertEquals(Result.REFUSED, parse(whole, request), request);
        assertEquals(status, whole.refusal().code(), request);
        HttpRequestParser single = new HttpRequestParser(LIMITS);
        Result result = Result.NEEDS_INPUT;
        for (int i = 0; i < request.length() && result != Result.REFUSED; i++) {
            result = single.parse(bytes(request.substring(i, i + 1)));
        }
        assertEquals(Result.REFUSED, result, request);
        assertEquals(status, single.refusal().code(), request);
    }
}
