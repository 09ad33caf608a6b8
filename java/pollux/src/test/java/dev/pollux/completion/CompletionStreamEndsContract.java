package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every completion backend keeps of the ends of streams: failures, closes, time, and what is refused; and of accepting. */
@Timeout(60)
@SuppressWarnings("try") // threads that are only waited for
public abstract class CompletionStreamEndsContract extends CompletionStreamsContract {
    // ---- Failures, closes, time ----

    @Test
    void aCallbackThatThrowsIsReportedAndTheStreamGoesOn() throws Exception {
        reopen(1, 64);
        Connection connection = new Connection();
        Heard heard = new Heard();
        heard.ends(connection.server.readStream((same, buffer) -> {
                    heard.keep(buffer);
                    if (heard.results == 1) {
                        throw new IllegalStateException("on purpose");
                    }
                    if (heard.results == 2) {
                        buffer.giveBack();
                        throw new IllegalStateException("given back before");
                    }
                    buffer.giveBack();
                }))
                .submit();
        for (int i = 1; i <= 3; i++) {
            int wanted = i;
            write(connection.client, "abc");
            turnUntil("a result", () -> heard.results == wanted);
        }
        assertEquals("on purpose", reports.remove().getMessage());
        assertEquals("given back before", reports.remove().getMessage());
        assertFalse(heard.isOver());
    }

    @Test
    void aClosedSocketEndsItsStreamOnce() throws Exception {
        Connection connection = new Connection();
        Heard heard = read(connection.server);
        settle();
        connection.server.close();
        connection.server.close();
        turnUntil("the end", heard::isOver);
        settle();
        assertEquals(List.of("failure"), heard.order);
        assertInstanceOf(AsynchronousCloseException.class, heard.failures.get(0));
        Heard after = read(connection.server);
        turnUntil("the end", after::isOver);
        assertSame(ClosedChannelException.class, after.failures.get(0).getClass());
    }

    /** Nothing is in flight then, so it is the close alone that ends it. */
    @Test
    void aCloseEndsAPausedStream() throws Exception {
        Connection connection = new Connection();
        Heard heard = new Heard();
        ReadStream stream = heard.ends(connection.server.readStream((same, buffer) -> heard.take(buffer)));
        stream.pause();
        stream.submit();
        write(connection.client, "abc");
        settle();
        connection.server.close();
        assertFalse(heard.isOver(), "told within the close");
        turnUntil("the end", heard::isOver);
        assertEquals(List.of("failure"), heard.order);
        assertInstanceOf(AsynchronousCloseException.class, heard.failures.get(0));
        Heard again = new Heard();
        again.ends(stream).submit();
        turnUntil("the end", again::isOver);
        assertSame(ClosedChannelException.class, again.failures.get(0).getClass());
    }

    @Test
    void aPortThatIsClosedEndsAllStreamsOnce() throws Exception {
        Connection connection = new Connection();
        CompletionListener listener = port.openListener();
        listener.bind(loopback(), 8);
        Heard accepting = new Heard();
        accepting.ends(listener.acceptStream((same, socket) -> {})).submit();
        Heard reading = read(connection.server);
        Heard paused = new Heard();
        ReadStream suspended = paused.ends(connection.client.readStream((same, buffer) -> paused.take(buffer)));
        suspended.pause();
        suspended.submit();
        assertEquals(3, port.pendingOperations());
        port.close();
        assertEquals(List.of("failure"), accepting.order);
        assertEquals(List.of("failure"), paused.order);
        assertEquals(1, reading.order.size()); // or the end, if its peer was closed first
        assertEquals(0, port.pendingOperations());
        assertThrows(ShutdownChannelGroupException.class, suspended::submit);
        assertFalse(suspended.isPending());
    }

    @Test
    void aStreamThatWaitsTooLongFailsAndNeverEarly() throws Exception {
        Connection connection = new Connection();
        long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(20);
        Heard heard = new Heard();
        ReadStream stream = heard.ends(connection.server.readStream((same, buffer) -> heard.take(buffer)));
        assertThrows(IllegalArgumentException.class, () -> stream.timeoutNanos(-1));
        long startNanos = System.nanoTime();
        stream.timeoutNanos(timeoutNanos).submit();
        Await.until("the deadline", heard::isOver, () -> port.poll(-1));
        assertTrue(System.nanoTime() - startNanos >= timeoutNanos);
        assertInstanceOf(SocketTimeoutException.class, heard.failures.get(0));
        assertEquals(List.of("failure"), heard.order);
        Heard again = new Heard();
        again.ends(stream.timeoutNanos(TimeUnit.HOURS.toNanos(1))).submit();
        write(connection.client, "abc");
        turnUntil("a result", () -> again.results + heard.results == 1);
        stream.stop();
        turnUntil("the end", again::isOver);
    }

    @Test
    void whatIsPausedDoesNotTimeOut() throws Exception {
        Connection connection = new Connection();
        Heard heard = new Heard();
        ReadStream stream = heard.ends(connection.server.readStream((same, buffer) -> heard.take(buffer)));
        stream.timeoutNanos(1_000_000).submit();
        stream.pause();
        Heard other = new Heard(); // its time is up a hundred times later
        other.ends(connection.client.readStream((same, buffer) -> other.take(buffer)))
                .timeoutNanos(100_000_000)
                .submit();
        turnUntil("the other's deadline", other::isOver);
        assertFalse(heard.isOver());
        stream.resume();
        turnUntil("the deadline", heard::isOver);
        assertInstanceOf(SocketTimeoutException.class, heard.failures.get(0));
    }

    @Test
    void aFailureWithoutACallbackIsReportedAndACloseIsNot() throws Exception {
        Connection connection = new Connection();
        ReadStream stream = connection.server.readStream((same, buffer) -> buffer.giveBack());
        stream.timeoutNanos(1).submit();
        turnUntil("the failure", () -> !stream.isPending());
        assertInstanceOf(SocketTimeoutException.class, reports.remove());
        stream.timeoutNanos(0).submit();
        connection.server.close();
        turnUntil("the close", () -> !stream.isPending());
    }

    // ---- What is refused ----

    @Test
    void whatIsPendingCanNotBeSubmittedOrChangedInAStream() throws Exception {
        Connection connection = new Connection();
        ReadStream stream = connection.server.readStream();
        assertThrows(IllegalStateException.class, stream::submit, "without a callback");
        assertThrows(NullPointerException.class, () -> stream.onResult(null));
        assertThrows(IllegalArgumentException.class, () -> stream.window(0));
        Heard heard = new Heard();
        heard.ends(stream.onResult((same, buffer) -> heard.take(buffer))).submit();
        assertThrows(IllegalStateException.class, stream::submit);
        assertThrows(IllegalStateException.class, () -> stream.window(2));
        assertThrows(IllegalStateException.class, () -> stream.onResult((same, buffer) -> {}));
        ReadStream other = connection.server.readStream((same, buffer) -> buffer.giveBack());
        assertThrows(IllegalStateException.class, other::submit, "another of the same socket");
        assertEquals(1, port.pendingOperations());
        stream.stop();
        turnUntil("the end", heard::isOver);
        other.onStopped(same -> {}).submit();
        other.stop();
        turnUntil("the end", () -> !other.isPending());
        assertSame(port, stream.port());
        assertSame(connection.server, stream.socket());
    }

    // ---- Submitted again ----

    @Test
    void aStoppedStreamIsSubmittedAgainByItsOwnEnd() throws Exception {
        Connection connection = new Connection();
        int rounds = 50;
        Heard heard = new Heard();
        ReadStream stream = heard.ends(connection.server.readStream((same, buffer) -> {
            heard.take(buffer);
            same.stop();
        }));
        stream.onStopped(same -> {
            heard.stops++;
            heard.order.add(same.isStopped() && !same.isPending() ? "end" : "an end that is none");
            same.submit();
            heard.order.add(same.isPending() && !same.isStopped() ? "submit" : "a submit that is none");
        });
        stream.submit();
        for (int i = 1; i <= rounds; i++) {
            int expected = i;
            write(connection.client, "a");
            turnUntil("the end", () -> heard.stops == expected);
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            expected.addAll(List.of("result", "end", "submit"));
        }
        assertEquals(expected, heard.order);
        assertEquals(rounds, heard.bytes.size());
        assertEquals(1, port.pendingOperations());
        connection.server.close();
        turnUntil("the close", heard::isOver);
        assertInstanceOf(AsynchronousCloseException.class, heard.failures.get(0));
    }

    /** Its end's callback and another thread both submit it. The other one does so as soon as it may: one of the two is refused. */
    @Test
    void aStoppedStreamIsSubmittedAgainByOneOfTwo() throws Exception {
        Connection connection = new Connection();
        int rounds = 300;
        Heard heard = new Heard();
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger stops = new AtomicInteger();
        ReadStream stream = heard.ends(connection.server.readStream((same, buffer) -> heard.take(buffer)));
        stream.onStopped(same -> {
            stops.incrementAndGet();
            taken.addAndGet(submits(same));
        });
        stream.submit();
        for (int i = 1; i <= rounds; i++) {
            int expected = i;
            CountDownLatch looks = new CountDownLatch(1);
            try (Background other = Background.run(() -> {
                looks.countDown();
                while (stream.isPending() && stops.get() < expected) {
                    Thread.onSpinWait();
                }
                taken.addAndGet(submits(stream));
            })) {
                looks.await();
                assertTrue(stream.stop());
                turnUntil("the end", () -> stops.get() == expected);
            }
            assertEquals(expected, taken.get());
            assertTrue(stream.isPending());
            assertEquals(1, port.pendingOperations());
        }
        write(connection.client, "abc");
        turnUntil("what comes", () -> heard.text().equals("abc"));
        assertEquals(rounds, stops.get());
        assertEquals(0, heard.ends + heard.failures.size());
        stream.onStopped(same -> heard.stops++);
        stream.stop();
        turnUntil("the last end", () -> heard.stops == 1);
        assertEquals(0, port.pendingOperations());
    }

    /** {@return 1, or 0 if it was refused, because another thread has submitted it} */
    private static int submits(ReadStream stream) {
        try {
            stream.submit();
            return 1;
        } catch (IllegalStateException e) {
            return 0;
        }
    }

    // ---- Accept ----

    @Test
    void anAcceptStreamAcceptsUntilItIsStopped() throws Exception {
        CompletionListener listener = port.openListener();
        AcceptStream unbound = listener.acceptStream((stream, socket) -> {});
        assertThrows(NotYetBoundException.class, unbound::submit);
        listener.bind(loopback(), 64);
        List<CompletionSocket> accepted = new ArrayList<>();
        Heard heard = new Heard();
        AcceptStream stream = heard.ends(listener.acceptStream((same, socket) -> {
            accepted.add(socket);
            heard.order.add("result");
        }));
        stream.submit();
        for (int i = 0; i < 40; i++) {
            end(port.connect(listener.localAddress()));
        }
        turnUntil("all are accepted", () -> accepted.size() == 40);
        assertTrue(stream.stop());
        turnUntil("the end", heard::isOver);
        settle();
        assertEquals(1, heard.ends);
        assertEquals("end", heard.order.get(40), "after the last");
        assertTrue(listener.isOpen());
        stream.submit();
        end(port.connect(listener.localAddress()));
        turnUntil("one more", () -> accepted.size() == 41);
        assertSame(listener, stream.listener());
    }

    @Test
    void aPausedAcceptStreamKeepsItsConnections() throws Exception {
        CompletionListener listener = port.openListener();
        listener.bind(loopback(), 64);
        List<CompletionSocket> accepted = new ArrayList<>();
        AcceptStream stream = listener.acceptStream((same, socket) -> accepted.add(socket));
        stream.pause();
        stream.submit();
        List<Told> connects = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            connects.add(end(port.connect(listener.localAddress())));
        }
        settle();
        assertEquals(0, accepted.size());
        stream.resume();
        turnUntil("all are accepted", () -> accepted.size() == 20);
        assertTrue(connects.stream().allMatch(each -> each.result == 0));
        assertEquals(20, accepted.stream().filter(CompletionSocket::isOpen).count());
    }

    @Test
    void whatAnAcceptStreamHasNotToldIsClosedWithItsListener() throws Exception {
        CompletionListener listener = port.openListener();
        listener.bind(loopback(), 64);
        Heard heard = new Heard();
        AcceptStream stream = heard.ends(listener.acceptStream((same, socket) -> heard.order.add("accepted")));
        stream.submit();
        stream.pause();
        ConnectOperation connect = port.connect(listener.localAddress());
        assertEquals(0, end(connect).result);
        settle();
        listener.close();
        turnUntil("the end", heard::isOver);
        assertEquals(List.of("failure"), heard.order);
        Told read = end(connect.socket().read(ByteBuffer.allocateDirect(1)));
        assertTrue(read.result == -1 || read.failures.size() == 1);
    }

    @Test
    void aConnectionWhoseAcceptCallbackThrowsIsClosed() throws Exception {
        List<CompletionSocket> accepted = new ArrayList<>();
        CompletionListener listener = port.listen(loopback(), socket -> {
            accepted.add(socket);
            if (accepted.size() == 1) {
                throw new IOException("on purpose");
            }
        });
        end(port.connect(listener.localAddress()));
        turnUntil("the first", () -> accepted.size() == 1);
        end(port.connect(listener.localAddress()));
        turnUntil("the second", () -> accepted.size() == 2);
        assertFalse(accepted.get(0).isOpen());
        assertTrue(accepted.get(1).isOpen());
        assertEquals("on purpose", reports.remove().getMessage());
    }

    @Test
    void severalThreadsTellOneStreamInOrder() throws Exception {
        Connection connection = new Connection();
        Heard heard = new Heard();
        int[] inside = new int[1];
        heard.ends(connection.server.readStream((same, buffer) -> {
                    inside[0]++;
                    heard.take(buffer);
                    same.resume(); // which has nothing to do, and is not to tell more meanwhile
                    if (--inside[0] != 0) {
                        heard.order.add("two at once");
                    }
                }))
                .submit();
        ByteBuffer sent = pattern(1_000_000);
        WriteOperation write = connection.client.write(sent, (operation, bytes) -> connection.client.shutdownOutput());
        Await.Action polls = () -> {
            while (!heard.isOver()) {
                port.poll(TimeUnit.MILLISECONDS.toNanos(5));
            }
        };
        try (Background one = Background.run(polls);
                Background two = Background.run(polls);
                Background three = Background.run(polls)) {
            write.submit();
        }
        assertArrayEquals(bytes(sent), heard.bytes.toByteArray());
        assertFalse(heard.order.contains("two at once"));
    }
}
