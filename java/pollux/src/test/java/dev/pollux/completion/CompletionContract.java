package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.Connection;
import dev.pollux.WaitStrategy;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.internal.loop.LoopCounters;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ShutdownChannelGroupException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every completion backend keeps, through the public interfaces alone; both ends of each connection are operations. */
@Timeout(60)
@SuppressWarnings("try") // threads that are only waited for
public abstract class CompletionContract {
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final ConcurrentLinkedQueue<Throwable> reports = new ConcurrentLinkedQueue<>();
    private CompletionPort port;

    protected abstract CompletionPortBuilder builder();

    @BeforeEach
    void open() throws IOException {
        port = builder().errorHandler((source, failure) -> reports.add(failure)).open();
    }

    @AfterEach
    void closeAndLookWhatIsLeft() {
        port.close();
        assertEquals(0, port.pendingOperations());
        assertEquals(0, CompletionPortWork.of(port).completionBackend().ticketsTaken(), "tickets");
        assertEquals(0, CompletionPortWork.of(port).sourceCount(), "channels");
        assertEquals(List.of(), List.copyOf(reports));
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void turnUntil(String what, Await.Condition condition) {
        Await.until(what, condition, () -> port.poll(TURN_NANOS));
    }

    /** What an operation has told. */
    private static final class Told {
        int completions;
        long result = Long.MIN_VALUE;
        final List<IOException> failures = new ArrayList<>();

        <O extends Operation<O>> O by(O operation) {
            return operation
                    .onCompletion((same, newResult) -> {
                        assertSame(operation, same);
                        completions++;
                        result = newResult;
                    })
                    .onFailure((same, failure) -> failures.add(failure));
        }

        int count() {
            return completions + failures.size();
        }
    }

    private <O extends Operation<O>> Told submit(O operation) {
        Told told = new Told();
        told.by(operation).submit();
        return told;
    }

    private <O extends Operation<O>> Told end(O operation) {
        Told told = submit(operation);
        turnUntil("the end of " + operation, () -> told.count() > 0);
        return told;
    }

    /** The two ends of a connection. */
    private final class Connection {
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

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static String text(ByteBuffer written) {
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
        CompletionListener listener = port.openListener();
        listener.bind(loopback(), 8);
        InetSocketAddress nobody = listener.localAddress();
        listener.close();
        ConnectOperation connect = port.connect(nobody);
        Told told = end(connect);
        assertEquals(1, told.count());
        assertInstanceOf(ConnectException.class, told.failures.get(0));
        assertNull(connect.socket());
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
    void aPortThatIsClosedTellsAllThatIsPending() throws Exception {
        Connection connection = new Connection();
        CompletionListener listener = port.openListener();
        listener.bind(loopback(), 8);
        Told read = submit(connection.server.read(ByteBuffer.allocateDirect(8)));
        Told accept = submit(listener.accept());
        PostOperation post = port.post();
        Told posted = submit(post.data(7));
        assertEquals(3, port.pendingOperations());
        port.close();
        assertFalse(port.isOpen());
        assertInstanceOf(AsynchronousCloseException.class, accept.failures.get(0));
        assertEquals(1, read.count());
        if (read.completions == 1) { // its peer was closed first
            assertEquals(-1, read.result);
        } else {
            assertInstanceOf(AsynchronousCloseException.class, read.failures.get(0));
        }
        assertEquals(1, accept.count());
        assertEquals(7, posted.result);
        assertFalse(connection.client.isOpen());
        assertThrows(ShutdownChannelGroupException.class, post::submit);
        assertThrows(ClosedChannelException.class, () -> port.poll(0));
        assertThrows(ClosedChannelException.class, port::openListener);
        port.close();
    }

    @Test
    void aCallbackClosesThePort() throws Exception {
        Connection connection = new Connection();
        Told read = submit(connection.server.read(ByteBuffer.allocateDirect(8)));
        int[] toldWithin = {-1};
        port.post((operation, data) -> {
                    port.close();
                    toldWithin[0] = read.count();
                })
                .submit();
        turnUntil("the close", () -> !port.isOpen());
        assertEquals(0, toldWithin[0], "told within the callback");
        assertEquals(1, read.count());
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

    @Test
    void whatACallbackThrowsIsReportedAndAllGoesOn() throws Exception {
        List<String> order = new ArrayList<>();
        port.post((operation, data) -> {
                    throw new IOException("on purpose");
                })
                .submit();
        port.post((operation, data) -> order.add("next")).submit();
        turnUntil("the next", () -> !order.isEmpty());
        assertEquals("on purpose", reports.remove().getMessage());
    }

    @Test
    void aFailureWithoutACallbackIsReported() throws Exception {
        Connection connection = new Connection();
        ReadOperation read = connection
                .server
                .read(ByteBuffer.allocateDirect(8), (operation, bytes) -> {})
                .timeoutNanos(1);
        read.submit();
        turnUntil("the failure", () -> !read.isPending());
        assertInstanceOf(SocketTimeoutException.class, reports.remove());
        read.timeoutNanos(0).submit();
        read.cancel();
        turnUntil("the cancellation, which is not reported", () -> !read.isPending());
    }

    @Test
    void aWakeupEndsAWait() throws Exception {
        try (Background waiting = Background.run(() -> assertEquals(0, port.poll(-1)))) {
            waiting.awaitBlocked();
            port.wakeup();
        }
        port.wakeup();
        port.wakeup();
        assertEquals(0, port.poll(-1), "one before the wait");
        assertEquals(0, port.poll(0));
    }

    @Test
    void aClosedPortEndsTheWaits() throws Exception {
        Await.Action waits = () -> assertThrows(ClosedChannelException.class, () -> {
            while (true) {
                port.poll(-1);
            }
        });
        try (Background one = Background.run(waits);
                Background two = Background.run(waits)) {
            one.awaitBlocked();
            two.awaitBlocked();
            port.close();
        }
    }

    @Test
    void eachCompletionGoesToOneOfSeveralThreads() throws Exception {
        AtomicInteger told = new AtomicInteger();
        Await.Action polls = () -> {
            while (told.get() < 10_000) {
                port.poll(TimeUnit.MILLISECONDS.toNanos(10));
            }
        };
        try (Background one = Background.run(polls);
                Background two = Background.run(polls)) {
            for (int i = 0; i < 10_000; i++) {
                port.post((operation, data) -> told.incrementAndGet()).submit();
            }
        }
        assertEquals(10_000, told.get());
    }

    @Test
    void aWaitOfItsOwnDeliversNothing() throws Exception {
        Told told = submit(port.post().data(7));
        assertEquals(1, port.await(-1));
        assertEquals(0, told.count());
        assertEquals(1, port.await(-1), "what was not delivered comes first");
        assertEquals(1, port.deliver());
        assertEquals(7, told.result);
        assertEquals(0, port.deliver());
        assertEquals(0, port.await(0));
    }

    @Test
    void aWakeupEndsAWaitOfItsOwn() throws Exception {
        try (Background waiting = Background.run(() -> {
            port.await(-1);
            assertEquals(0, port.deliver());
        })) {
            waiting.awaitBlocked();
            port.wakeup();
        }
    }

    @Test
    void noneIsCalledFromACallback() throws Exception {
        List<Class<?>> thrown = new ArrayList<>();
        port.post((operation, data) -> {
                    thrown.add(assertThrows(IllegalStateException.class, () -> port.await(0))
                            .getClass());
                    thrown.add(assertThrows(IllegalStateException.class, port::deliver)
                            .getClass());
                    thrown.add(assertThrows(IllegalStateException.class, () -> port.poll(0))
                            .getClass());
                })
                .submit();
        turnUntil("the callback", () -> thrown.size() == 3);
    }

    @Test
    void aCloseDeliversWhatItsThreadHasWaitedFor() throws Exception {
        Told told = submit(port.post().data(7));
        assertEquals(1, port.await(-1));
        port.close();
        assertEquals(7, told.result);
        assertEquals(1, told.count());
    }

    @Test
    void aCloseWaitsForWhatAnotherThreadHasWaitedFor() throws Exception {
        Told told = submit(port.post().data(7));
        assertEquals(1, port.await(-1));
        try (Background closing = Background.run(port::close)) {
            Await.until("the close has begun", () -> !port.isOpen());
            assertEquals(1, port.pendingOperations());
            assertEquals(1, port.deliver());
        }
        assertEquals(1, told.count());
    }

    @Test
    void aBatchIsAsLargeAsTheBuilderSays() throws Exception {
        CompletionPort byTwo = builder().maxBatch(2).open();
        try (byTwo) {
            int[] told = new int[1];
            for (int i = 0; i < 5; i++) {
                byTwo.post((operation, data) -> told[0]++).submit();
            }
            assertEquals(2, byTwo.await(-1));
            assertEquals(2, byTwo.deliver());
            assertEquals(2, byTwo.poll(-1));
            assertEquals(1, byTwo.poll(-1));
            assertEquals(5, told[0]);
        }
    }

    @Test
    void theBuilderRefusesWhatHasNoSense() {
        CompletionPortBuilder builder = builder();
        assertThrows(IllegalArgumentException.class, () -> builder.concurrency(-1));
        assertThrows(IllegalArgumentException.class, () -> builder.maxBatch(0));
        assertThrows(IllegalArgumentException.class, () -> builder.maxBatch(CompletionPortBuilder.MAX_BATCH + 1));
        assertThrows(IllegalArgumentException.class, () -> builder.busyPollNanos(-1));
        assertThrows(NullPointerException.class, () -> builder.waitStrategy(null));
        assertThrows(NullPointerException.class, () -> builder.errorHandler(null));
    }

    /** It never sleeps, so a wakeup needs no call; and it is woken nevertheless. */
    @Test
    void aBusyPortIsWokenWithoutACall() throws Exception {
        try (CompletionPort busy =
                builder().waitStrategy(WaitStrategy.BUSY).concurrency(1).open()) {
            AtomicBoolean polling = new AtomicBoolean();
            try (Background waiting = Background.run(() -> {
                polling.set(true);
                busy.poll(-1);
            })) {
                Await.until("it polls", polling::get);
                busy.wakeup();
            }
            assertEquals(0, CompletionPortWork.of(busy).counters.get(LoopCounters.WAKEUPS_SENT));
        }
    }

    @Test
    void aDispatcherDrivesIt() throws Exception {
        Connection connection = new Connection();
        List<String> order = new ArrayList<>();
        CompletionDispatcher loop = CompletionDispatcher.over(port);
        try (loop) {
            connection
                    .server
                    .read(ByteBuffer.allocateDirect(8), (operation, bytes) -> order.add("read " + bytes))
                    .submit();
            loop.execute(() -> order.add("task"));
            connection.client.write(direct("abc"), (operation, bytes) -> {}).submit();
            Await.until("the read", () -> order.contains("read 3"), () -> loop.runOnce(TURN_NANOS));
            assertTrue(order.contains("task"));
        }
        assertFalse(port.isOpen());
    }

    /** A dispatcher that is told nothing leaves the port's handler and strategy alone. */
    @Test
    void aDispatcherKeepsWhatThePortWasTold() throws Exception {
        CompletionPort busy = builder()
                .waitStrategy(WaitStrategy.BUSY)
                .errorHandler((source, failure) -> reports.add(failure))
                .open();
        try (CompletionDispatcher loop = CompletionDispatcher.over(busy)) {
            assertTrue(loop.describe().endsWith("busy waits"), loop::describe);
            loop.execute(() -> {
                throw new IllegalStateException("on purpose");
            });
            loop.runOnce(0);
            assertEquals("on purpose", reports.remove().getMessage());
        }
        CompletionPort other = builder().waitStrategy(WaitStrategy.BUSY).open();
        try (CompletionDispatcher loop = CompletionDispatcher.builder()
                .waitStrategy(WaitStrategy.BLOCKING)
                .errorHandler((source, failure) -> reports.add(failure))
                .over(other)) {
            assertTrue(loop.describe().endsWith("blocking waits"), loop::describe);
            loop.execute(() -> {
                throw new IllegalStateException("again");
            });
            loop.runOnce(0);
            assertEquals("again", reports.remove().getMessage());
        }
    }

    @Test
    void aPortThatPolluxHasNotMadeIsRefused() {
        CompletionPort foreign = (CompletionPort) Proxy.newProxyInstance(
                CompletionPort.class.getClassLoader(),
                new Class<?>[] {CompletionPort.class},
                (proxy, method, arguments) -> method.getName().equals("toString") ? "a port" : null);
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> CompletionDispatcher.over(foreign));
        assertEquals("a port was not made by Pollux", refusal.getMessage());
    }

    @Test
    void itSaysWhatItIs() {
        assertTrue(port.describe().startsWith("backend="), port::describe);
        assertTrue(port.toString().startsWith("CompletionPort["), port::toString);
        assertTrue(port.post().toString().startsWith("PostOperation[CompletionPort["), () -> port.post()
                .toString());
    }
}
