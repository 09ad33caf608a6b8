package dev.pollux.examples.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.FileSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

/** How a connection behaves on a transport whose every move the test decides. */
class HttpConnectionTest {
    private static final String GET = "GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n";

    private final FakeTransport transport = new FakeTransport();
    private final HttpLoop loop = new HttpLoop(HttpLimits.DEFAULT, Site.ofPage());
    private final HttpConnection connection = loop.open(transport);

    /** Takes only as many bytes as the test gives it room for. */
    private static final class FakeTransport implements Transport {
        final ArrayDeque<byte[]> input = new ArrayDeque<>();
        final StringBuilder output = new StringBuilder();
        int room = Integer.MAX_VALUE;
        int reads;
        int writes;
        boolean awaitsWritable;
        boolean inputEnded;
        boolean outputShut;
        boolean closed;

        @Override
        public int read(ByteBuffer buffer) {
            reads++;
            byte[] next = input.poll();
            if (next == null) {
                return inputEnded ? -1 : 0;
            }
            buffer.put(next);
            return next.length;
        }

        @Override
        public int write(ByteBuffer buffer) {
            writes++;
            byte[] taken = new byte[Math.min(room, buffer.remaining())];
            buffer.get(taken);
            room -= taken.length;
            output.append(new String(taken, StandardCharsets.ISO_8859_1));
            return taken.length;
        }

        @Override
        public long send(FileSource file, long positionBytes, long countBytes) {
            throw new AssertionError("there are no files here");
        }

        @Override
        public void awaitReadable() {
            awaitsWritable = false;
        }

        @Override
        public void awaitWritable() {
            awaitsWritable = true;
        }

        @Override
        public void shutdownOutput() {
            outputShut = true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private void receive(String text) {
        transport.input.add(text.getBytes(StandardCharsets.ISO_8859_1));
        connection.onReady();
    }

    private int responses() {
        return transport.output.toString().split("HTTP/1.1 ", -1).length - 1;
    }

    private void tick(int seconds) {
        for (int i = 0; i < seconds; i++) {
            loop.tick();
        }
    }

    @Test
    void oneReadAndOneWriteForManyRequests() {
        receive(GET.repeat(10));
        assertEquals(10, responses());
        assertEquals(1, transport.reads);
        assertEquals(1, transport.writes);
    }

    @Test
    void aSlowReaderIsNotReadFromAndLosesNothing() {
        transport.room = 100;
        receive(GET.repeat(300)); // more than one output buffer's worth
        assertTrue(transport.awaitsWritable);
        int reads = transport.reads;
        for (int turns = 0; transport.awaitsWritable; turns++) {
            assertTrue(turns < 10_000, "it never comes to an end");
            transport.room = 10;
            connection.onReady();
        }
        assertEquals(300, responses());
        assertEquals(reads, transport.reads);
        assertTrue(transport.output.toString().endsWith("\r\n\r\nHello, World!"));
        transport.room = Integer.MAX_VALUE;
        receive(GET);
        assertEquals(301, responses());
    }

    @Test
    void continueIsSentOnlyToWhoWaits() {
        String head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n";
        receive(head + "x");
        assertEquals(0, transport.output.indexOf("HTTP/1.1 405 "));
        transport.output.setLength(0);
        receive(head);
        assertEquals("HTTP/1.1 100 Continue\r\n\r\n", transport.output.toString());
        receive("x");
        assertTrue(transport.output.toString().contains("HTTP/1.1 405 "));
    }

    @Test
    void afterTheLastResponseItWaitsForThePeerToClose() {
        receive("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + GET);
        assertEquals(1, responses());
        assertTrue(transport.outputShut);
        assertFalse(transport.closed);
        receive(GET);
        assertEquals(1, responses());
        transport.inputEnded = true;
        connection.onReady();
        assertTrue(transport.closed);
        assertEquals(0, loop.connectionCount());
    }

    @Test
    void lingeringEnds() {
        receive("nonsense\r\n");
        assertTrue(transport.output.toString().startsWith("HTTP/1.1 400 "));
        tick(2);
        assertFalse(transport.closed);
        tick(1);
        assertTrue(transport.closed);
    }

    @Test
    void idleTimeout() {
        receive(GET);
        tick(HttpLimits.DEFAULT.idleSeconds());
        assertFalse(transport.closed);
        tick(1);
        assertTrue(transport.closed);
        assertEquals(1, responses());
    }

    @Test
    void aRequestThatTricklesInIsRefused() {
        for (int second = 0; second < HttpLimits.DEFAULT.requestSeconds(); second++) {
            receive(GET.substring(second, second + 1));
            tick(1);
        }
        assertEquals("", transport.output.toString());
        tick(1);
        assertTrue(transport.output.toString().startsWith("HTTP/1.1 408 "));
        assertTrue(transport.outputShut);
    }

    @Test
    void manyRequestsThatOverlapReadsAreNotOneSlowRequest() {
        receive(GET.substring(0, 5));
        for (int second = 0; second < 3 * HttpLimits.DEFAULT.requestSeconds(); second++) {
            receive(GET.substring(5) + GET.substring(0, 5));
            tick(1);
        }
        assertFalse(transport.outputShut);
        assertEquals(3 * HttpLimits.DEFAULT.requestSeconds(), responses());
    }

    @Test
    void aReaderThatStopsIsGivenUp() {
        transport.room = 1;
        receive(GET);
        tick(HttpLimits.DEFAULT.idleSeconds() + 1);
        assertTrue(transport.closed);
    }
}
