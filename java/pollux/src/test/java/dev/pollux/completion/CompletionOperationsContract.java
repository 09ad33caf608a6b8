package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Connection;
import dev.pollux.VacantAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every completion backend keeps of operations, through the public interfaces alone. Both ends of a connection are operations. */
@Timeout(60)
@SuppressWarnings("try") // threads that are only waited for
public abstract class CompletionOperationsContract extends CompletionPortFixture {
    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** The two ends of a connection. */
    final class Connection {
        final CompletionSocket client;
        final CompletionSocket server;

        Connection() throws IOException {
            CompletionListener listener = port.openListener();
            listener.bind(loopback(), 8);
            AcceptOperation accept = listener.accept();
            Told accepted = submit(accept);
            ConnectOperation connect = port.connect(listener.localAddress());
            Told connected = submit(connect);
            turnUntil("the connection", () -> accepted.count() + connected.count() == 2);
            assertEquals(0, accepted.result);
            assertEquals(0, connected.result);
            server = accept.socket();
            client = connect.socket();
            listener.close();
        }
    }

    static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    static String text(ByteBuffer written) {
        byte[] bytes = new byte[written.position()];
        written.get(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void whatIsWrittenIsReadAtTheOtherEnd() throws Exception {
        Connection connection = new Connection();
        ByteBuffer into = ByteBuffer.allocateDirect(64);
        Told read = submit(connection.server.read(into));
        Told written = end(connection.client.write(direct("some bytes")));
        turnUntil("the read", () -> read.count() > 0);
        assertEquals(10, written.result);
        assertEquals(10, read.result);
        assertEquals("some bytes", text(into));
        assertEquals(connection.client.localAddress(), connection.server.remoteAddress());
        assertEquals(connection.server.localAddress(), connection.client.remoteAddress());
    }

    /** The read is complete at once, and still its callback is not called within the submit. */
    @Test
    void whatIsThereAlreadyIsToldOnceAndNotWithinTheSubmit() throws Exception {
        Connection connection = new Connection();
        end(connection.client.write(direct("abc")));
        ByteBuffer into = ByteBuffer.allocateDirect(64);
        AtomicBoolean submitting = new AtomicBoolean();
        List<String> told = new ArrayList<>();
        ReadOperation read = connection.server.read(
                into, (operation, bytes) -> told.add(bytes + (submitting.get() ? " within the submit" : "")));
        PostOperation post = port.post((operation, data) -> { // on a thread that polls
            submitting.set(true);
            read.submit();
            submitting.set(false);
        });
        post.submit();
        turnUntil("the read", () -> !told.isEmpty());
        port.poll(0);
        assertEquals(List.of("3"), told);
    }

    @Test
    void aWriteGoesOnUntilAllIsWritten() throws Exception {
        Connection connection = new Connection();
        int size = 100_000;
        ByteBuffer from = ByteBuffer.allocateDirect(size);
        for (int i = 0; i < size; i++) {
            from.put(i, (byte) (i * 31 + (i >> 8)));
        }
        ByteBuffer into = ByteBuffer.allocateDirect(size);
        ReadOperation read = connection.server.read(into);
        read.onCompletion((operation, bytes) -> {
            if (into.hasRemaining()) {
                operation.submit();
            }
        });
        read.submit();
        Told written = end(connection.client.write(from));
        turnUntil("all is read", () -> !into.hasRemaining());
        assertEquals(1, written.completions);
        assertEquals(size, written.result);
        assertFalse(from.hasRemaining());
        assertEquals(from.clear(), into.flip());
    }

    @Test
    void severalBuffersAreGatheredAndScattered() throws Exception {
        Connection connection = new Connection();
        ByteBuffer[] into = {ByteBuffer.allocateDirect(4), ByteBuffer.allocateDirect(64)};
        Told read = submit(connection.server.read(into));
        ReadOperation unchangeable = connection.server.read(into);
        assertThrows(IllegalStateException.class, () -> unchangeable.buffer(ByteBuffer.allocateDirect(1)));
        end(connection.client.write(new ByteBuffer[] {direct("some "), direct("by"), direct("tes")}));
        turnUntil("the read", () -> read.count() > 0);
        assertEquals(10, read.result);
        assertEquals("some bytes", text(into[0]) + text(into[1]));
    }

    @Test
    void theEndOfTheStreamIsMinusOne() throws Exception {
        Connection connection = new Connection();
        Told read = submit(connection.server.read(ByteBuffer.allocateDirect(8)));
        connection.client.shutdownOutput();
        turnUntil("the end", () -> read.count() > 0);
        assertEquals(-1, read.result);
        assertEquals(-1, end(connection.server.read(ByteBuffer.allocateDirect(8))).result, "again");
    }

    @Test
    void aReadWithoutRoomWaitsUntilThereIsSomething() throws Exception {
        Connection connection = new Connection();
        Told waiting = submit(connection.server.read(ByteBuffer.allocateDirect(0)));
        port.poll(0);
        assertEquals(0, waiting.count());
        end(connection.client.write(direct("x")));
        turnUntil("there is something", () -> waiting.count() > 0);
        assertEquals(0, waiting.result);
        assertEquals(1, end(connection.server.read(ByteBuffer.allocateDirect(8))).result);
    }

    @Test
    void aConnectToNobodyIsRefused() throws Exception {
        try (VacantAddress vacant = new VacantAddress()) {
            ConnectOperation connect = port.connect(vacant.address());
            Told told = end(connect);
            assertEquals(1, told.count());
            assertInstanceOf(ConnectException.class, told.failures.get(0));
            assertNull(connect.socket());
        }
    }

    @Test
    void aSocketIsSetUpBeforeItConnects() throws Exception {
        CompletionListener listener = port.openListener();
        listener.bind(loopback(), 8);
        List<InetSocketAddress> before = new ArrayList<>();
        ConnectOperation connect = port.connect(listener.localAddress());
        assertSame(connect, connect.setup(socket -> before.add(socket.remoteAddress())));
        assertEquals(0, end(connect).result);
        assertNull(before.get(0));
        connect.setup(socket -> {
            throw new IllegalStateException("on purpose");
        });
        Told failed = end(connect);
        assertEquals("on purpose", failed.failures.get(0).getCause().getMessage());
    }

    @Test
    void aListenerAcceptsAll() throws Exception {
        List<CompletionSocket> accepted = new ArrayList<>();
        CompletionListener listener = port.listen(loopback(), accepted::add);
        for (int i = 0; i < 40; i++) {
            end(port.connect(listener.localAddress()));
        }
        turnUntil("all are accepted", () -> accepted.size() == 40);
    }

    @Test
    void whatIsCancelledIsToldOnce() throws Exception {
        Connection connection = new Connection();
        ReadOperation read = connection.server.read(ByteBuffer.allocateDirect(8));
        assertFalse(read.cancel(), "not submitted");
        Told told = submit(read);
        assertTrue(read.isPending());
        assertTrue(read.cancel());
        turnUntil("the end", () -> told.count() > 0);
        assertFalse(read.cancel(), "over");
        assertInstanceOf(OperationCancelledException.class, told.failures.get(0));
        Told again = submit(read);
        end(connection.client.write(direct("x")));
        turnUntil("the second read", () -> again.count() > 0);
        assertEquals(1, again.result);
        assertEquals(1, told.count());
    }

    @Test
    void cancellingTouchesNoOther() throws Exception {
        Connection connection = new Connection();
        Connection other = new Connection();
        ReadOperation cancelled = connection.server.read(ByteBuffer.allocateDirect(8));
        Told told = submit(cancelled);
        Told stays = submit(other.server.read(ByteBuffer.allocateDirect(8)));
        cancelled.cancel();
        turnUntil("the end", () -> told.count() > 0);
        port.poll(0);
        assertEquals(0, stays.count());
        end(other.client.write(direct("x")));
        turnUntil("the other", () -> stays.count() > 0);
        assertEquals(1, stays.result);
    }

    @Test
    void whatTakesTooLongFailsAndNeverEarly() throws Exception {
        Connection connection = new Connection();
        long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(20);
        long startNanos = System.nanoTime();
        Told told = submit(connection.server.read(ByteBuffer.allocateDirect(8)).timeoutNanos(timeoutNanos));
        Await.until("the deadline", () -> told.count() > 0, () -> port.poll(-1));
        assertTrue(System.nanoTime() - startNanos >= timeoutNanos);
        assertInstanceOf(SocketTimeoutException.class, told.failures.get(0));
        assertEquals(1, told.count());
    }

    @Test
    void whatIsPendingOnAClosedSocketFails() throws Exception {
        Connection connection = new Connection();
        ReadOperation read = connection.server.read(ByteBuffer.allocateDirect(8));
        Told told = submit(read);
        connection.server.close();
        assertFalse(connection.server.isOpen());
        turnUntil("the end", () -> told.count() > 0);
        assertInstanceOf(AsynchronousCloseException.class, told.failures.get(0));
        Told after = end(read);
        assertSame(ClosedChannelException.class, after.failures.get(0).getClass());
        assertEquals(-1, end(connection.client.read(ByteBuffer.allocateDirect(8))).result, "at the peer");
    }

    @Test
    void postsCarryTheirDataInOrder() throws Exception {
        List<Long> got = new ArrayList<>();
        for (long i = 0; i < 300; i++) {
            port.post((operation, data) -> got.add(data)).data(i).submit();
        }
        turnUntil("all", () -> got.size() == 300);
        for (int i = 0; i < 300; i++) {
            assertEquals(i, got.get(i));
        }
    }

    @Test
    void anOperationIsSubmittedAgainFromItsCallback() throws Exception {
        int[] count = new int[1];
        PostOperation post = port.post((operation, data) -> {
            if (++count[0] < 1_000) {
                operation.submit();
            }
        });
        post.submit();
        turnUntil("all", () -> count[0] == 1_000);
        assertFalse(post.isPending());
    }

    @Test
    void whatIsPendingCanNotBeSubmittedOrChanged() throws Exception {
        PostOperation post = port.post();
        assertThrows(IllegalStateException.class, post::submit, "without a callback");
        Told told = submit(post);
        assertThrows(IllegalStateException.class, post::submit);
        assertThrows(IllegalStateException.class, () -> post.data(1));
        assertThrows(IllegalStateException.class, () -> post.onCompletion((operation, data) -> {}));
        turnUntil("the end", () -> told.count() == 1);
        assertSame(port, post.port());
    }
}
