package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every completion backend keeps of writes that give their buffer back, and how a buffer that never comes back is found. */
@Timeout(60)
@SuppressWarnings("try") // threads that are only waited for
public abstract class CompletionGiveBackContract extends CompletionLentBuffersContract {
    // ---- Writes that give back ----

    @Test
    void anEchoGivesEachBufferBack() throws Exception {
        reopen(8, 700);
        Connection connection = new Connection();
        connection
                .server
                .readStream((stream, buffer) -> connection.server.writeAndGiveBack(buffer))
                .onEnd(stream -> connection.server.closeWhenWritten())
                .submit();
        Heard heard = read(connection.client);
        ByteBuffer sent = pattern(200_000);
        end(connection.client.write(sent));
        connection.client.shutdownOutput();
        turnUntil("the end", heard::isOver);
        assertArrayEquals(bytes(sent), heard.bytes.toByteArray());
        turnUntil("the close", () -> !connection.server.isOpen());
        assertEquals(0, taken());
    }

    @Test
    void aPartOfABufferIsWritten() throws Exception {
        Connection connection = new Connection();
        List<String> told = new ArrayList<>();
        connection
                .server
                .readStream((stream, buffer) -> {
                    buffer.data().position(2).limit(7);
                    connection.server.writeAndGiveBack(buffer, (socket, failure) -> {
                        assertSame(connection.server, socket);
                        told.add("written " + failure);
                    });
                    assertThrows(IllegalStateException.class, buffer::giveBack, "being written");
                    assertThrows(IllegalStateException.class, buffer::data, "being written");
                    assertThrows(
                            IllegalStateException.class, () -> connection.server.writeAndGiveBack(buffer), "twice");
                })
                .submit();
        Heard heard = read(connection.client);
        write(connection.client, "a header");
        turnUntil("the part", () -> heard.bytes.size() == 5 && !told.isEmpty());
        assertEquals("heade", heard.text());
        assertEquals(List.of("written null"), told);
        assertEquals(0, taken());
    }

    @Test
    void aBufferIsWrittenAtAnotherPort() throws Exception {
        CompletionPort usual = port;
        Connection from = new Connection();
        try (CompletionPort another = builder().open()) {
            port = another;
            Connection to = new Connection();
            port = usual;
            from.server
                    .readStream((stream, buffer) -> to.client.writeAndGiveBack(buffer))
                    .submit();
            Heard heard = read(to.server);
            write(from.client, "abc");
            turnUntil("it has gone on", () -> another.poll(1_000_000) + heard.results > 0 && heard.results > 0);
            assertEquals("abc", heard.text());
            turnUntil("it is back", () -> another.poll(1_000_000) + taken() == 0);
        }
    }

    /** The first write may still be taken, whose answer is the reset that fails the second. */
    @Test
    void aWriteThatFailsGivesBackAndIsReported() throws Exception {
        reopen(4, 3);
        Connection connection = new Connection();
        Heard heard = keep(connection, "abcdefghi", 3);
        connection.client.close();
        connection.server.writeAndGiveBack(heard.buffers.get(0));
        settle();
        List<IOException> failures = new ArrayList<>();
        connection.server.writeAndGiveBack(heard.buffers.get(1), (socket, failure) -> failures.add(failure));
        assertEquals(0, failures.size(), "told within the call");
        turnUntil("the failure", () -> failures.size() == 1);
        assertNotNull(failures.get(0));
        reports.clear();
        connection.server.writeAndGiveBack(heard.buffers.get(2));
        turnUntil("the report", () -> !reports.isEmpty());
        assertInstanceOf(IOException.class, reports.remove());
        assertEquals(0, taken());
    }

    @Test
    void aWriteToAClosedSocketGivesBackAndIsNotReported() throws Exception {
        reopen(4, 3);
        Connection connection = new Connection();
        Heard heard = keep(connection, "abcdef", 2);
        connection.server.close();
        connection.server.writeAndGiveBack(heard.buffers.get(0));
        List<IOException> failures = new ArrayList<>();
        connection.server.writeAndGiveBack(heard.buffers.get(1), (socket, failure) -> failures.add(failure));
        turnUntil("the end", () -> failures.size() == 1 && taken() == 0);
        assertSame(ClosedChannelException.class, failures.get(0).getClass());
        turnUntil("the stream's end", heard::isOver);
    }

    /** Found by a history of two threads: it was put off until the write, which is of no use any more, was told. */
    @Test
    void theOutputOfAClosedSocketIsNotShut() throws Exception {
        Connection connection = new Connection();
        Heard heard = new Heard();
        heard.ends(connection.server.readStream((stream, buffer) -> heard.keep(buffer)))
                .submit();
        write(connection.client, "abc");
        turnUntil("a result", () -> heard.results == 1);
        connection.server.close();
        connection.server.writeAndGiveBack(heard.buffers.get(0));
        assertThrows(ClosedChannelException.class, connection.server::shutdownOutput);
        turnUntil("the end", () -> taken() == 0 && heard.isOver());
    }

    @Test
    void whatIsClosedWhenWrittenClosesAtOnceWithNothingToWrite() throws Exception {
        Connection connection = new Connection();
        connection.server.closeWhenWritten();
        assertFalse(connection.server.isOpen());
        connection.server.closeWhenWritten();
    }

    @Test
    void theOutputIsShutOnceAllIsWritten() throws Exception {
        Connection connection = new Connection();
        connection
                .server
                .readStream((stream, buffer) -> connection.server.writeAndGiveBack(buffer))
                .onEnd(stream -> {
                    connection.server.shutdownOutput();
                    connection.server.shutdownOutput();
                })
                .submit();
        Heard heard = new Heard();
        ReadStream late = heard.ends(connection.client.readStream((stream, buffer) -> heard.take(buffer)));
        late.pause();
        late.submit();
        ByteBuffer sent = pattern(60_000);
        end(connection.client.write(sent));
        connection.client.shutdownOutput();
        settle();
        late.resume();
        turnUntil("the end", heard::isOver);
        assertArrayEquals(bytes(sent), heard.bytes.toByteArray());
        assertTrue(connection.server.isOpen());
    }

    @Test
    void anotherLibrarysBufferIsRefused() throws Exception {
        Connection connection = new Connection();
        LentBuffer foreign = (LentBuffer) Proxy.newProxyInstance(
                LentBuffer.class.getClassLoader(),
                new Class<?>[] {LentBuffer.class},
                (proxy, method, arguments) -> method.getName().equals("toString") ? "a buffer" : null);
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> connection.server.writeAndGiveBack(foreign));
        assertEquals("a buffer was not made by Pollux", refusal.getMessage());
        assertThrows(NullPointerException.class, () -> connection.server.writeAndGiveBack(null));
        assertThrows(IllegalArgumentException.class, () -> connection.server.writeTimeoutNanos(-1));
    }

    // ---- The port's end, and the checks ----

    @Test
    void aClosedPortWaitsForNoBuffer() throws Exception {
        Connection connection = new Connection();
        Heard heard = new Heard();
        connection.server.readStream((stream, buffer) -> heard.keep(buffer)).submit();
        write(connection.client, "abc");
        turnUntil("a result", () -> heard.results == 1);
        port.close();
        LentBuffer buffer = heard.buffers.get(0);
        assertEquals('a', buffer.data().get(0));
        assertThrows(
                java.nio.channels.ShutdownChannelGroupException.class,
                () -> connection.server.writeAndGiveBack(buffer));
        assertThrows(IllegalStateException.class, buffer::giveBack, "given back nevertheless");
        assertEquals(0, taken());
    }

    /** What was given back is overwritten to the end of its memory, wherever the write's limit was. */
    @Test
    void theChecksTakeBackWhatWasWrittenInPart() throws Exception {
        reopen(builder().checkLentBuffers(true));
        Connection connection = new Connection();
        connection
                .server
                .readStream((stream, buffer) -> {
                    buffer.data().limit(2);
                    connection.server.writeAndGiveBack(buffer);
                })
                .submit();
        Heard heard = read(connection.client);
        for (int i = 1; i <= 3; i++) {
            int count = i;
            write(connection.client, "abc");
            turnUntil("a part", () -> heard.text().length() == 2 * count && taken() == 0);
        }
        assertEquals("ababab", heard.text());
    }

    @Test
    void theChecksNameWhereABufferWasTakenThatIsOutAtTheClose() throws Exception {
        reopen(builder().checkLentBuffers(true));
        Connection connection = new Connection();
        Heard heard = read(connection.server);
        write(connection.client, "abc");
        turnUntil("a result", () -> heard.results == 1);
        connection.server.close();
        turnUntil("the end", heard::isOver);
        Connection leaking = new Connection();
        Heard leaked = new Heard();
        leaked.ends(leaking.server.readStream((stream, buffer) -> leaked.keep(buffer)))
                .submit();
        write(leaking.client, "abc");
        turnUntil("a result", () -> leaked.results == 1);
        port.close();
        Throwable report = reports.remove();
        assertInstanceOf(IllegalStateException.class, report);
        assertTrue(report.getMessage().contains("was not given back"), report::getMessage);
        assertTrue(report.getCause().getMessage().contains("ReadStream"), report::toString);
        assertTrue(List.of(report.getCause().getCause().getStackTrace())
                .toString()
                .contains("theChecksNameWhereABufferWasTakenThatIsOutAtTheClose"));
        leaked.buffers.get(0).giveBack();
        assertEquals(List.of(), List.copyOf(reports));
    }

    @Test
    void theCollectorFindsALostBuffer() throws Exception {
        reopen(builder().checkLentBuffers(true));
        Connection connection = new Connection();
        int[] results = new int[1];
        connection.server.readStream((stream, buffer) -> results[0]++).submit();
        write(connection.client, "abc");
        turnUntil("a result", () -> results[0] == 1);
        Await.until("the collector finds it", () -> !reports.isEmpty(), System::gc);
        assertTrue(reports.remove().getMessage().contains("nobody has it"));
    }

    @Test
    void theCollectorFindsAStreamThatWasNeverSubmitted() throws Exception {
        reopen(builder().checkLentBuffers(true));
        Connection connection = new Connection();
        Heard heard = read(connection.client);
        connection.server.readStream((stream, buffer) -> heard.take(buffer)).onEnd(stream -> {});
        Await.until("the collector finds it", () -> !reports.isEmpty(), System::gc);
        Throwable report = reports.remove();
        assertInstanceOf(IllegalStateException.class, report);
        assertTrue(report.getMessage().startsWith("ReadStream[" + connection.server), report::getMessage);
        assertTrue(List.of(report.getCause().getStackTrace())
                .toString()
                .contains("theCollectorFindsAStreamThatWasNeverSubmitted"));
    }

    @Test
    void checkedBuffersRefuseStaleUseForEver() throws Exception {
        reopen(builder().lentBuffers(1, 64).checkLentBuffers(true));
        Connection connection = new Connection();
        Heard heard = new Heard();
        List<LentBuffer> all = new ArrayList<>();
        heard.ends(connection.server.readStream((stream, buffer) -> {
                    all.add(buffer);
                    heard.take(buffer);
                }))
                .submit();
        for (int i = 1; i <= 30; i++) {
            int wanted = i;
            write(connection.client, "abc");
            turnUntil("a result", () -> heard.results == wanted);
        }
        for (LentBuffer stale : all) {
            IllegalStateException refusal = assertThrows(IllegalStateException.class, stale::giveBack);
            assertTrue(refusal.getCause().getMessage().contains("given back here"), refusal::toString);
        }
    }

    @Test
    void aPeerThatNeverReadsFailsTheWrite() throws Exception {
        Connection connection = new Connection();
        Heard heard = keep(connection, "abc", 1);
        List<IOException> failures = new ArrayList<>();
        connection.server.writeTimeoutNanos(1);
        connection.server.writeAndGiveBack(heard.buffers.get(0), (socket, failure) -> failures.add(failure));
        turnUntil("the end", () -> failures.size() == 1);
        assertTrue(failures.get(0) == null || failures.get(0) instanceof SocketTimeoutException);
        assertEquals(0, taken());
    }

    @Test
    void theBuilderRefusesBuffersThatHaveNoSense() {
        CompletionPortBuilder builder = builder();
        assertThrows(IllegalArgumentException.class, () -> builder.lentBuffers(0, 64));
        assertThrows(IllegalArgumentException.class, () -> builder.lentBuffers(1, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.lentBuffers(CompletionPortBuilder.MAX_LENT_BUFFERS + 1, 1));
        assertThrows(IllegalArgumentException.class, () -> builder.lentBuffers(1 << 15, 1 << 16));
    }

    @Test
    void aClosedSocketGivesBackWhatItWasWriting() throws Exception {
        Connection connection = new Connection();
        Heard heard = keep(connection, "abc", 1);
        List<IOException> failures = new ArrayList<>();
        connection.server.writeAndGiveBack(heard.buffers.get(0), (socket, failure) -> failures.add(failure));
        connection.server.close();
        turnUntil("the end", () -> failures.size() == 1 && heard.isOver());
        assertTrue(failures.get(0) == null || failures.get(0) instanceof AsynchronousCloseException);
        assertEquals(0, taken());
    }
}
