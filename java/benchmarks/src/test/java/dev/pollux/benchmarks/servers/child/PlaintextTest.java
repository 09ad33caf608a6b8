package dev.pollux.benchmarks.servers.child;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlaintextTest {
    private static final String REQUEST = "GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String RESPONSE = new String(Plaintext.RESPONSE, StandardCharsets.US_ASCII);

    private final Plaintext exchange = new Plaintext();

    private String reply(String input) {
        ByteBuffer all = ByteBuffer.wrap(("?" + input + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        ByteBuffer reply = exchange.reply(all.position(1).limit(1 + input.length()));
        return StandardCharsets.US_ASCII.decode(reply).toString();
    }

    @Test
    void eachRequestHasAResponse() {
        assertEquals(RESPONSE, reply(REQUEST));
        assertEquals(RESPONSE.repeat(3), reply(REQUEST.repeat(3)));
    }

    @Test
    void aRequestMayComeInPieces() {
        for (int cut = 1; cut < REQUEST.length(); cut++) {
            assertEquals("", reply(REQUEST.substring(0, cut)), "cut at " + cut);
            assertEquals(RESPONSE, reply(REQUEST.substring(cut)), "cut at " + cut);
        }
    }

    @Test
    void twoLineEndsInARowAreMeant() {
        assertEquals("", reply("GET / HTTP/1.1\r\n\r"));
        assertEquals("", reply("\r\nHost: a\r\n"));
        assertEquals(RESPONSE, reply("\r\n"));
    }

    @Test
    void anInputFullOfRequestsIsAnswered() {
        int most = Server.BUFFER_BYTES / 4;
        assertEquals(most * RESPONSE.length(), reply("\r\n\r\n".repeat(most)).length());
    }
}
