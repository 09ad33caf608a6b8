package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Background;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every completion backend keeps of lent buffers: one owner each, back-pressure without them, given back once. */
@Timeout(60)
@SuppressWarnings("try") // threads that are only waited for
public abstract class CompletionLentBuffersContract extends CompletionReceiveStreamContract {

    @Test
    void anIdleConnectionKeepsNone() throws Exception {
        Connection connection = new Connection();
        Heard heard = read(connection.server);
        settle();
        assertEquals(0, taken());
        write(connection.client, "abc");
        turnUntil("a result", () -> heard.results == 1);
        settle();
        assertEquals(0, taken());
    }

    @Test
    void aBufferIsTheProgramsUntilItIsGivenBack() throws Exception {
        Connection connection = new Connection();
        Heard heard = keep(connection, "abc", 1);
        LentBuffer first = heard.buffers.get(0);
        ByteBuffer data = first.data();
        assertSame(data, first.data());
        assertEquals(CompletionPortBuilder.DEFAULT_LENT_BUFFER_SIZE, data.capacity());
        data.order(ByteOrder.LITTLE_ENDIAN).get();
        write(connection.client, "def");
        turnUntil("another", () -> heard.results == 2);
        assertEquals(2, data.remaining());
        assertEquals('a', data.get(0));
        assertEquals(1, taken() - 1);
        first.giveBack();
        assertEquals(1, taken());
        assertThrows(IllegalStateException.class, first::giveBack);
        assertThrows(IllegalStateException.class, first::data);
        assertThrows(IllegalStateException.class, first::receivedLength);
        assertThrows(IllegalStateException.class, () -> connection.server.writeAndGiveBack(first));
        heard.buffers.get(1).giveBack();
        assertEquals(0, taken());
    }

    /** The same memory is lent again and again, and the first lending stays refused. */
    @Test
    void aStaleBufferIsRefusedForEightLendingsMore() throws Exception {
        reopen(1, 64);
        Connection connection = new Connection();
        Heard heard = new Heard();
        heard.ends(connection.server.readStream((stream, buffer) -> heard.keep(buffer)))
                .submit();
        for (int lending = 0; lending <= 8; lending++) {
            int wanted = lending + 1;
            write(connection.client, "abc");
            turnUntil("a result", () -> heard.results == wanted);
            LentBuffer present = heard.buffers.get(lending);
            assertEquals(ByteOrder.BIG_ENDIAN, present.data().order());
            for (LentBuffer stale : heard.buffers.subList(0, lending)) {
                IllegalStateException refusal = assertThrows(IllegalStateException.class, stale::giveBack);
                assertTrue(refusal.getMessage().contains("was given back"), refusal::getMessage);
                assertThrows(IllegalStateException.class, stale::data);
            }
            assertEquals(3, present.data().order(ByteOrder.LITTLE_ENDIAN).remaining());
            present.giveBack();
        }
    }

    @Test
    void onlyOneOfTwoThreadsGivesABufferBack() throws Exception {
        Connection connection = new Connection();
        for (int i = 0; i < 200; i++) {
            Heard heard = new Heard();
            ReadStream stream = heard.ends(connection.server.readStream((same, buffer) -> heard.keep(buffer)));
            stream.submit();
            write(connection.client, "abc");
            turnUntil("a result", () -> heard.results == 1);
            LentBuffer buffer = heard.buffers.get(0);
            int[] refused = new int[2];
            try (Background other = Background.run(() -> refused[0] = refusals(buffer))) {
                refused[1] = refusals(buffer);
            }
            assertEquals(1, refused[0] + refused[1]);
            assertEquals(0, taken());
            stream.stop();
            turnUntil("the end", heard::isOver);
        }
    }

    private static int refusals(LentBuffer buffer) {
        try {
            buffer.giveBack();
            return 0;
        } catch (IllegalStateException e) {
            return 1;
        }
    }

    // ---- Back-pressure ----

    @Test
    void aStreamLendsNoMoreThanItsWindow() throws Exception {
        reopen(16, 100);
        Connection connection = new Connection();
        Heard heard = new Heard();
        heard.ends(connection
                        .server
                        .readStream((stream, buffer) -> heard.keep(buffer))
                        .window(3))
                .submit();
        ByteBuffer sent = pattern(5_000);
        Told written = submit(connection.client.write(sent));
        turnUntil("the window is full", () -> heard.results == 3);
        settle();
        assertEquals(3, heard.results);
        for (int i = 0; heard.bytes.size() < 5_000; i++) {
            int wanted = heard.results + 1;
            heard.buffers.get(i).giveBack();
            turnUntil("one more", () -> heard.results == wanted);
        }
        assertEquals(5_000, written.result);
        assertArrayEquals(bytes(sent), heard.bytes.toByteArray());
        heard.buffers.subList(heard.results - 3, heard.results).forEach(LentBuffer::giveBack);
    }

    @Test
    void theWindowIsEightUnlessToldOtherwise() throws Exception {
        reopen(16, 10);
        Connection connection = new Connection();
        Heard heard = new Heard();
        heard.ends(connection.server.readStream((stream, buffer) -> heard.keep(buffer)))
                .submit();
        submit(connection.client.write(pattern(500)));
        turnUntil("the window is full", () -> heard.results == ReadStream.DEFAULT_WINDOW);
        settle();
        assertEquals(8, heard.results);
        heard.buffers.forEach(LentBuffer::giveBack);
    }

    /** A peer that does not take its echo stops only its own stream. */
    @Test
    void aSlowConsumerStopsOnlyItsOwnStream() throws Exception {
        Connection slow = new Connection();
        Connection good = new Connection();
        Heard held = new Heard();
        held.ends(slow.server.readStream((stream, buffer) -> held.keep(buffer)).window(1))
                .submit();
        Heard heard = read(good.server);
        for (int i = 1; i <= 20; i++) {
            int wanted = i * 3;
            write(slow.client, "slow");
            write(good.client, "abc");
            turnUntil("the good one's", () -> heard.bytes.size() == wanted);
        }
        assertEquals(1, held.results);
        held.buffers.get(0).giveBack();
        turnUntil("the rest of the slow one's", () -> held.results == 2);
        held.buffers.get(1).giveBack();
    }

    /** With one buffer for all, a hundred streams get their turn one after the other. */
    @Test
    void anEmptyPoolIsBackPressureAndAllHaveTheirTurn() throws Exception {
        reopen(1, 64);
        int streams = 100;
        List<Connection> connections = new ArrayList<>();
        List<Integer> turns = new ArrayList<>();
        List<LentBuffer> out = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            int number = i;
            Connection connection = new Connection();
            connections.add(connection);
            connection
                    .server
                    .readStream((stream, buffer) -> {
                        turns.add(number);
                        out.add(buffer);
                    })
                    .submit();
            write(connection.client, "abc");
            settle();
        }
        assertEquals(List.of(0), turns);
        for (int i = 1; i < streams; i++) {
            int wanted = i + 1;
            out.get(i - 1).giveBack();
            turnUntil("the next", () -> turns.size() == wanted);
        }
        settle();
        for (int i = 0; i < streams; i++) {
            assertEquals(i, turns.get(i), "who waits longest is next");
        }
        out.get(streams - 1).giveBack();
        assertEquals(0, taken());
    }

    @Test
    void whoWaitsForABufferMayBeStoppedOrClosed() throws Exception {
        reopen(1, 64);
        Connection holding = new Connection();
        Heard held = new Heard();
        held.ends(holding.server.readStream((stream, buffer) -> held.keep(buffer)))
                .submit();
        write(holding.client, "abc");
        turnUntil("the buffer is out", () -> held.results == 1);
        Connection stopped = new Connection();
        Connection closed = new Connection();
        Connection last = new Connection();
        Heard afterStop = new Heard();
        ReadStream toStop = afterStop.ends(stopped.server.readStream((stream, buffer) -> afterStop.take(buffer)));
        toStop.submit();
        Heard afterClose = read(closed.server);
        Heard heard = read(last.server);
        write(stopped.client, "abc");
        write(closed.client, "abc");
        write(last.client, "abc");
        settle();
        toStop.stop();
        closed.server.close();
        turnUntil("both ends", () -> afterStop.isOver() && afterClose.isOver());
        assertEquals(List.of("end"), afterStop.order);
        assertEquals(List.of("failure"), afterClose.order);
        held.buffers.get(0).giveBack();
        turnUntil("the last gets it", () -> heard.results == 1);
        toStop.submit();
        turnUntil("what has stayed", () -> afterStop.results == 1);
        assertEquals(0, taken());
    }

    @Test
    void buffersAreGivenBackByOtherThreads() throws Exception {
        reopen(4, 1_000);
        Connection connection = new Connection();
        Heard heard = new Heard();
        LinkedBlockingQueue<LentBuffer> queue = new LinkedBlockingQueue<>();
        heard.ends(connection
                        .server
                        .readStream((stream, buffer) -> queue.add(buffer))
                        .window(4))
                .submit();
        ByteBuffer sent = pattern(400_000);
        Told written = submit(connection.client.write(sent));
        try (Background consumer = Background.run(() -> {
            while (heard.bytes.size() < 400_000) {
                heard.take(queue.poll(20, TimeUnit.SECONDS));
            }
        })) {
            turnUntil("all is written", () -> written.count() > 0);
            turnUntil("all is taken", () -> !consumer.thread().isAlive());
        }
        assertArrayEquals(bytes(sent), heard.bytes.toByteArray());
        assertEquals(0, taken());
    }
}
