package dev.pollux.examples.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.examples.http.HttpResponseParser.Result;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a response may look like, what it may not, and that it does not matter where its bytes are cut. */
class HttpResponseParserTest {
    private static final HttpLimits LIMITS = new HttpLimits(100, 300, 5, 1000, 0, 0);

    private static final String CHUNKED = "HTTP/1.1 100 Continue\r\nA: b\r\n\r\n"
            + "HTTP/1.1 200 All is well\r\nTransfer-Encoding: chunked\r\nX-Y: \t z  \r\n\r\n"
            + "5;e=1\r\nhello\r\n00B\r\n, response!\r\n0\r\nTrailer: t\r\n\r\n";

    private static final String FIXED = "HTTP/1.1 404 \r\nContent-Length: 5\r\n\r\n12345";

    /** All that a parser has said, one line a thing. */
    private static final class Log implements MessageSink {
        final List<String> fields = new ArrayList<>();
        final StringBuilder body = new StringBuilder();
        final List<Result> results = new ArrayList<>();
        final HttpResponseParser parser = new HttpResponseParser(LIMITS, this);

        @Override
        public void onField(Bytes name, Bytes value) {
            fields.add(name + "=" + value);
        }

        @Override
        public void onBody(ByteBuffer data) {
            while (data.hasRemaining()) {
                body.append((char) data.get());
            }
        }

        /** {@return what the parser came to, the need for input left out} */
        Result feed(ByteBuffer input) {
            Result result;
            do {
                result = parser.parse(input);
                if (result != Result.NEEDS_INPUT) {
                    results.add(result);
                }
            } while (result == Result.INTERIM || result == Result.HEAD);
            return result;
        }

        Result feed(String text) {
            return feed(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    @Test
    void everyPairOfCutsGivesTheSame() {
        byte[] all = CHUNKED.getBytes(StandardCharsets.ISO_8859_1);
        for (int first = 0; first <= all.length; first++) {
            for (int second = first; second <= all.length; second++) {
                Log log = new Log();
                log.feed(ByteBuffer.wrap(all, 0, first));
                log.feed(ByteBuffer.wrap(all, first, second - first));
                if (log.results.size() < 3) {
                    log.feed(ByteBuffer.wrap(all, second, all.length - second));
                }
                String where = "cut at " + first + " and " + second;
                assertEquals(Result.RESPONSE, log.results.get(2), where);
                assertEquals(List.of(Result.INTERIM, Result.HEAD), log.results.subList(0, 2), where);
                assertEquals("hello, response!", log.body.toString(), where);
                assertEquals(List.of("a=b", "transfer-encoding=chunked", "x-y=z"), log.fields, where);
                assertEquals(200, log.parser.status(), where);
                assertEquals("All is well", log.parser.reason().toString(), where);
                assertTrue(log.parser.keepsAlive(), where);
            }
        }
    }

    @Test
    void byteByByte() {
        Log log = new Log();
        for (char c : FIXED.toCharArray()) {
            assertFalse(log.results.contains(Result.RESPONSE));
            log.feed(String.valueOf(c));
        }
        assertEquals(List.of(Result.HEAD, Result.RESPONSE), log.results);
        assertEquals("12345", log.body.toString());
        assertEquals(404, log.parser.status());
    }

    @Test
    void oneAfterAnother() {
        Log log = new Log();
        assertTrue(log.parser.isIdle());
        ByteBuffer two = ByteBuffer.wrap((FIXED + FIXED).getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(Result.RESPONSE, log.feed(two));
        assertEquals(FIXED.length(), two.remaining()); // what follows is left alone
        log.parser.begin(false);
        assertTrue(log.parser.isIdle());
        assertEquals(Result.RESPONSE, log.feed(two));
    }

    @Test
    void theEndOfTheStreamEndsABodyOfUnknownLengthAndNoOther() {
        Log log = new Log();
        assertEquals(Result.NEEDS_INPUT, log.feed("HTTP/1.0 200 OK\r\n\r\nall that com"));
        log.feed("es");
        assertFalse(log.parser.keepsAlive());
        assertTrue(log.parser.endOfStream());
        assertEquals("all that comes", log.body.toString());
        Log cut = new Log();
        cut.feed(FIXED.substring(0, FIXED.length() - 1));
        assertFalse(cut.parser.endOfStream());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
            })
    void withoutABody(String text) {
        Log log = new Log();
        assertEquals(Result.RESPONSE, log.feed(text));
        assertTrue(log.parser.keepsAlive());
    }

    @Test
    void aResponseToHeadHasNoBodyWhateverItSays() {
        Log log = new Log();
        log.parser.begin(true);
        assertEquals(Result.RESPONSE, log.feed("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"));
        assertEquals(5, log.parser.contentLength());
        log.parser.begin(true);
        assertEquals(Result.RESPONSE, log.feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: x, CLOSE\r\n\r\n', false",
        "'HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n', false",
        "'HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: Keep-Alive\r\n\r\n', true"
    })
    void persistence(String text, boolean keepsAlive) {
        Log log = new Log();
        assertEquals(Result.RESPONSE, log.feed(text));
        assertEquals(keepsAlive, log.parser.keepsAlive());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/2.0 200 OK\r\n\r\n",
                "http/1.1 200 OK\r\n\r\n",
                "HTTP/1.1  200 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 200 OK\n\n",
                "HTTP/1.1 200 \0\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nA: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\n\r\n"
            })
    void refused(String text) {
        Log log = new Log();
        assertEquals(Result.REFUSED, log.feed(text), text);
        assertEquals(Result.REFUSED, log.feed(FIXED));
    }

    @Test
    void limits() {
        assertEquals(Result.REFUSED, new Log().feed("HTTP/1.1 200 " + "a".repeat(100)));
        assertEquals(Result.REFUSED, new Log().feed("HTTP/1.1 200 OK\r\nA: " + "a".repeat(300)));
    }
}
