package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Background;
import dev.pollux.internal.completion.CompletionPortWork;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every completion backend keeps of streams: one submission, many results in order, and one end after the last of them. */
@Timeout(60)
@SuppressWarnings("try") // threads that are only waited for
public abstract class CompletionStreamsContract extends CompletionGiveBackContract {
    @Test
    void aStreamReadsAllInOrderUntilTheEnd() throws Exception {
        Connection connection = new Connection();
        Heard heard = read(connection.server);
        ByteBuffer sent = pattern(300_000);
        Told written = submit(connection.client.write(sent));
        turnUntil("all is written", () -> written.count() > 0);
        assertFalse(heard.isOver());
        connection.client.shutdownOutput();
        turnUntil("the end", heard::isOver);
        assertArrayEquals(bytes(sent), heard.bytes.toByteArray());
        assertTrue(heard.results > 1);
        assertEquals(1, heard.ends);
        assertEquals(List.of(), heard.failures);
        assertEquals("end", heard.order.get(heard.results));
    }

    @Test
    void aStreamIsOnePendingOperation() throws Exception {
        Connection connection = new Connection();
        Heard heard = read(connection.server);
        CompletionListener listener = port.listen(loopback(), socket -> {});
        assertEquals(2, port.pendingOperations());
        write(connection.client, "abc");
        turnUntil("a result", () -> heard.results == 1);
        settle();
        assertEquals(2, port.pendingOperations());
        listener.close();
        connection.server.close();
        turnUntil("both ends", () -> port.pendingOperations() == 0);
    }

    @Test
    void pollTellsHowManyCallbacksOfAStreamItCalled() throws Exception {
        Connection connection = new Connection();
        Heard heard = read(connection.server);
        settle();
        Told written = submit(connection.client.write(direct("abc")));
        int called = 0;
        while (heard.results == 0 || written.count() == 0) {
            called += port.poll(TURN_NANOS);
        }
        assertEquals(2, called);
    }

    @Test
    void theEndClosesTheSocketUnlessToldOtherwise() throws Exception {
        Connection connection = new Connection();
        connection.server.readStream((stream, buffer) -> buffer.giveBack()).submit();
        connection.client.shutdownOutput();
        turnUntil("the close", () -> !connection.server.isOpen());
        ReadStream stopped = connection.client.readStream((stream, buffer) -> buffer.giveBack());
        stopped.pause();
        stopped.submit();
        stopped.stop();
        turnUntil("the stop", () -> !stopped.isPending());
        assertTrue(connection.client.isOpen(), "a stop closes nothing");
    }

    // ---- Stop ----

    @Test
    void aStopIsToldOnceAfterTheLastResult() throws Exception {
        Connection connection = new Connection();
        Heard heard = new Heard();
        ReadStream stream = heard.ends(connection.server.readStream((same, buffer) -> heard.take(buffer)));
        assertFalse(stream.stop(), "not submitted");
        stream.submit();
        assertTrue(stream.isPending());
        write(connection.client, "abc");
        turnUntil("a result", () -> heard.results == 1);
        assertTrue(stream.stop());
        stream.stop();
        assertEquals(0, heard.ends, "told within the stop");
        turnUntil("the end", heard::isOver);
        assertEquals(List.of("result", "end"), heard.order);
        assertEquals(1, heard.stops, "not as an end of the peer's");
        assertTrue(stream.isStopped());
        assertFalse(stream.isPending());
        assertFalse(stream.stop(), "over");
        write(connection.client, "def");
        settle();
        assertEquals(List.of("result", "end"), heard.order);
    }

    @Test
    void whatAStoppedStreamHasNotReadStays() throws Exception {
        Connection connection = new Connection();
        Heard heard = new Heard();
        ReadStream stream = heard.ends(connection.server.readStream((same, buffer) -> {
            heard.take(buffer);
            same.stop();
        }));
        stream.submit();
        write(connection.client, "abc");
        turnUntil("the end", heard::isOver);
        write(connection.client, "def");
        ByteBuffer into = ByteBuffer.allocateDirect(8);
        assertEquals(3, end(connection.server.read(into)).result);
        assertEquals("abcdef", heard.text() + text(into));
    }

    @Test
    void aStreamIsSubmittedAgainAfterItsEnd() throws Exception {
        Connection connection = new Connection();
        Heard heard = new Heard();
        int[] ends = new int[1];
        ReadStream stream = connection.server.readStream((same, buffer) -> {
            heard.take(buffer);
            same.stop();
        });
        stream.onStopped(same -> {
            if (++ends[0] < 3) {
                assertFalse(same.isPending());
                same.submit();
            }
        });
        stream.submit();
        for (int i = 1; i <= 3; i++) {
            int wanted = i;
            write(connection.client, "abc");
            turnUntil("an end", () -> ends[0] == wanted);
        }
        assertEquals("abcabcabc", heard.text());
        assertFalse(stream.isPending());
    }

    @Test
    void stopsRaceWithResults() throws Exception {
        Connection connection = new Connection();
        int rounds = 300;
        ByteBuffer sent = pattern(rounds * 10);
        Told[] written = {submit(connection.client.write(sent))};
        Heard all = new Heard();
        for (int i = 0; i < rounds; i++) {
            Heard heard = new Heard();
            ReadStream stream = heard.ends(connection.server.readStream((same, buffer) -> {
                all.take(buffer);
                heard.order.add(heard.isOver() ? "a result after the end" : "result");
            }));
            stream.submit();
            try (Background stopping = Background.run(stream::stop)) {
                turnUntil("the end", heard::isOver);
            }
            assertEquals(1, heard.ends);
            assertEquals("end", heard.order.get(heard.order.size() - 1));
            assertFalse(heard.order.contains("a result after the end"));
        }
        turnUntil("all is written", () -> written[0].count() > 0);
        connection.client.shutdownOutput();
        Heard rest = read(connection.server);
        turnUntil("the rest", rest::isOver);
        all.bytes.writeBytes(rest.bytes.toByteArray());
        assertArrayEquals(bytes(sent), all.bytes.toByteArray());
    }

    // ---- Pause ----

    @Test
    void aPauseSuspendsWithoutLoss() throws Exception {
        Connection connection = new Connection();
        Heard heard = new Heard();
        ReadStream stream = heard.ends(connection.server.readStream((same, buffer) -> {
            heard.take(buffer);
            same.pause();
        }));
        stream.submit();
        write(connection.client, "abc");
        turnUntil("a result", () -> heard.results == 1);
        write(connection.client, "def");
        connection.client.shutdownOutput();
        settle();
        assertEquals(1, heard.order.size());
        assertEquals(
                0, CompletionPortWork.of(port).completionBackend().ticketsTaken(), "it asks for nothing meanwhile");
        stream.resume();
        assertEquals(1, heard.order.size(), "told within the resume");
        turnUntil("another", () -> heard.results == 2);
        settle();
        assertEquals(2, heard.order.size(), "the end waits, too");
        stream.resume();
        turnUntil("the end", heard::isOver);
        assertEquals("abcdef", heard.text());
        assertEquals(List.of("result", "result", "end"), heard.order);
    }

    @Test
    void aStreamMayBePausedBeforeItsSubmit() throws Exception {
        Connection connection = new Connection();
        Heard heard = new Heard();
        ReadStream stream = heard.ends(connection.server.readStream((same, buffer) -> heard.take(buffer)));
        stream.pause();
        stream.submit();
        write(connection.client, "abc");
        settle();
        assertEquals(0, heard.results);
        stream.resume();
        turnUntil("a result", () -> heard.results == 1);
        stream.pause();
        settle();
        assertTrue(stream.stop(), "paused");
        turnUntil("the end", heard::isOver);
    }

    @Test
    void pausesRaceWithResults() throws Exception {
        Connection connection = new Connection();
        Heard heard = new Heard();
        ReadStream stream = heard.ends(connection.server.readStream((same, buffer) -> heard.take(buffer)));
        stream.submit();
        ByteBuffer sent = pattern(500_000);
        Told written = submit(connection.client.write(sent));
        boolean[] enough = new boolean[1];
        try (Background pausing = Background.run(() -> {
            while (!enough[0]) {
                stream.pause();
                stream.resume();
            }
        })) {
            turnUntil("all is written", () -> written.count() > 0);
            connection.client.shutdownOutput();
            turnUntil("the end", heard::isOver);
            enough[0] = true;
        }
        assertArrayEquals(bytes(sent), heard.bytes.toByteArray());
        assertEquals(1, heard.ends);
    }
}
