package dev.pollux.internal.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionKind;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPortBuilder;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.completion.CompletionTest;
import dev.pollux.completion.LentBuffer;
import dev.pollux.linux.EventFd;
import dev.pollux.linux.LinuxFile;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** What Flight Recorder records of a loop over a completion port, on each backend. */
@CompletionTest
class CompletionRecordingTest {
    private static final long THRESHOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    @Parameter
    CompletionKind kind;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private CompletionDispatcher loop;

    @BeforeEach
    void requireRecorder() throws IOException {
        Recorded.require();
        kind.check();
        open(kind.builder());
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private void open(CompletionPortBuilder builder) throws IOException {
        loop = opened(CompletionDispatcher.over(builder.open()));
    }

    private <T extends AutoCloseable> T opened(T toClose) {
        opened.add(toClose);
        return toClose;
    }

    private void turn() throws IOException {
        loop.runOnce(1_000_000);
    }

    /** A connection that the loop has accepted. Its peer is a plain channel. */
    private record Accepted(CompletionSocket socket, SocketChannel peer) {
        void peerSends() throws IOException {
            peer.write(ByteBuffer.wrap(new byte[1]));
        }
    }

    private Accepted accept() throws IOException {
        List<CompletionSocket> sockets = new ArrayList<>();
        try (CompletionListener listener =
                loop.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), sockets::add)) {
            SocketChannel peer = opened(SocketChannel.open(listener.localAddress()));
            Await.until("the connection", () -> !sockets.isEmpty(), this::turn);
            return new Accepted(sockets.get(0), peer);
        }
    }

    /** Streams of two connections share one buffer: the first keeps it, and the second waits. */
    private List<LentBuffer> exhaust() throws IOException {
        open(kind.builder().lentBuffers(1, 64));
        List<LentBuffer> kept = new ArrayList<>();
        Accepted first = accept();
        Accepted second = accept();
        first.socket.readStream((stream, buffer) -> kept.add(buffer)).window(1).submit();
        first.peerSends();
        Await.until("the only buffer is lent", () -> kept.size() == 1, this::turn);
        assertEquals(1, loop.counters().lentBuffers());
        assertEquals(0, loop.counters().bufferWaits());
        second.socket.readStream((stream, buffer) -> kept.add(buffer)).submit();
        second.peerSends();
        Await.until("the second waits", () -> loop.counters().bufferWaits() == 1, this::turn);
        assertEquals(1, kept.size());
        return kept;
    }

    @Test
    void slowCallbacksAndTurns() throws Exception {
        Accepted connection = accept();
        try (Recorded recorded = new Recorded().start()) {
            boolean[] called = new boolean[1];
            connection
                    .socket
                    .read(ByteBuffer.allocateDirect(1), (operation, n) -> {
                        Recorded.hold(loop);
                        called[0] = true;
                    })
                    .submit();
            connection.peerSends();
            Await.until("the callback", () -> called[0], this::turn);
            String source = connection.socket.toString();
            RecordedEvent callback = recorded.await(
                    Recorded.SLOW_CALLBACK, event -> event.getString("source").equals(source), this::turn);
            assertTrue(callback.getDuration().toNanos() >= THRESHOLD_NANOS, callback::toString);
            assertEquals(loop.toString(), callback.getString("dispatcher"));
            assertTrue(callback.getClass("callback").getName().contains("CompletionRecordingTest"), callback::toString);
            RecordedEvent turn = recorded.await(Recorded.SLOW_TURN, event -> event.getInt("events") >= 1, this::turn);
            assertTrue(turn.getDuration().toNanos() >= THRESHOLD_NANOS, turn::toString);
        }
    }

    /** The system may tell many results of one request: each is a callback of its own. */
    @Test
    void slowResultsOfAStream() throws Exception {
        open(kind.builder().singleThreaded(true)); // or io_uring would make a request for each
        Accepted connection = accept();
        try (Recorded recorded = new Recorded().start()) {
            int[] results = new int[1];
            connection
                    .socket
                    .readStream((stream, buffer) -> {
                        buffer.giveBack();
                        Recorded.hold(loop);
                        results[0]++;
                    })
                    .submit();
            for (int i = 1; i <= 3; i++) {
                int wanted = i;
                connection.peerSends();
                Await.until("a result", () -> results[0] == wanted, this::turn);
            }
            String source = connection.socket.toString();
            Await.until(
                    "an event each",
                    () -> recorded.of(Recorded.SLOW_CALLBACK).stream()
                                    .filter(event -> event.getString("source").equals(source))
                                    .filter(event ->
                                            event.getClass("callback").getName().contains("CompletionRecordingTest"))
                                    .count()
                            >= 3,
                    this::turn);
        }
    }

    @Test
    void slowTasksAndTimers() throws Exception {
        try (Recorded recorded = new Recorded().start()) {
            loop.execute(() -> Recorded.hold(loop));
            turn();
            recorded.await(Recorded.SLOW_TURN, event -> event.getInt("tasks") == 1, this::turn);
            loop.schedule(0, () -> Recorded.hold(loop));
            recorded.await(Recorded.SLOW_TURN, event -> event.getInt("timers") == 1, this::turn);
            assertEquals(
                    2,
                    recorded.of(Recorded.SLOW_CALLBACK).stream()
                            .filter(event -> event.getDuration().toNanos() >= THRESHOLD_NANOS)
                            .count());
        }
    }

    @Test
    void longWaits() throws Exception {
        try (Recorded recorded = new Recorded().start()) {
            RecordedEvent wait = recorded.await(
                    Recorded.LONG_WAIT,
                    event -> event.getString("dispatcher").equals(loop.toString()),
                    () -> loop.runOnce(50_000_000));
            assertTrue(wait.getDuration().toNanos() >= THRESHOLD_NANOS, wait::toString);
        }
    }

    /** The emulation's own epoll set, or that of the readiness port that a ring's waits serve. */
    @Test
    void aSetBeneathThatIsMadeAnew() throws Exception {
        assumeTrue(CompletionKind.HAS_BINDING && kind != CompletionKind.IOCP, "there is no epoll set beneath");
        ReadinessPort beneath = loop.port().readinessPort();
        try (Recorded recorded = new Recorded().start()) {
            EventFd counter = opened(EventFd.create());
            counter.add(1);
            Registration registration =
                    beneath.register(counter.fd(), Interest.READ, TriggerMode.LEVEL, (its, readiness) -> {});
            opened(LinuxFile.duplicate(counter.fd()));
            counter.close(); // too early, and there is a duplicate
            registration.close();
            assertEquals(0, loop.counters().rebuilds());
            Await.until("the set is made anew", () -> loop.counters().rebuilds() == 1, this::turn);
            assertTrue(loop.counters().controlCalls() > 0);
            RecordedEvent rebuilt = recorded.await(Recorded.PORT_REBUILT, event -> true, this::turn);
            assertEquals(beneath.describe(), rebuilt.getString("port"));
            assertEquals("", rebuilt.getString("failure"));
        }
    }

    @Test
    void anExhaustedPool() throws Exception {
        try (Recorded recorded =
                new Recorded().with(Recorded.POOL_EXHAUSTED, Duration.ZERO).start()) {
            List<LentBuffer> kept = exhaust();
            assertEquals(List.of(), recorded.of(Recorded.POOL_EXHAUSTED), "it is not over");
            kept.get(0).giveBack();
            Await.until("the second has got it", () -> kept.size() == 2, this::turn);
            kept.get(1).giveBack();
            RecordedEvent shortage = recorded.await(Recorded.POOL_EXHAUSTED, event -> true, this::turn);
            assertEquals(1, shortage.getInt("buffers"));
            assertEquals(64, shortage.getInt("bufferSize"));
            assertEquals(1, shortage.getLong("waits"));
            assertEquals(loop.port().describe(), shortage.getString("port"));
        }
    }

    /** Of a port that one thread serves, with buffers enough that io_uring takes some of them by itself. */
    @Test
    void anExhaustedPoolThatTheSystemTakesFrom() throws Exception {
        try (Recorded recorded =
                new Recorded().with(Recorded.POOL_EXHAUSTED, Duration.ZERO).start()) {
            open(kind.builder().singleThreaded(true).lentBuffers(8, 64));
            Accepted connection = accept();
            List<LentBuffer> kept = new ArrayList<>();
            connection
                    .socket
                    .readStream((stream, buffer) -> kept.add(buffer))
                    .window(100)
                    .submit();
            while (loop.counters().bufferWaits() == 0) {
                int before = kept.size();
                connection.peerSends();
                Await.until(
                        "one more, or none is left",
                        () -> kept.size() > before || loop.counters().bufferWaits() > 0,
                        this::turn);
            }
            assertEquals(List.of(), recorded.of(Recorded.POOL_EXHAUSTED), "it is not over");
            kept.forEach(LentBuffer::giveBack);
            RecordedEvent shortage = recorded.await(Recorded.POOL_EXHAUSTED, event -> true, this::turn);
            assertEquals(8, shortage.getInt("buffers"));
        }
    }

    /** A program that never gives a buffer back: the shortage ends with the port, and is recorded then. */
    @Test
    void aPoolThatStaysExhausted() throws Exception {
        try (Recorded recorded =
                new Recorded().with(Recorded.POOL_EXHAUSTED, Duration.ZERO).start()) {
            List<LentBuffer> kept = exhaust();
            loop.close();
            recorded.await(Recorded.POOL_EXHAUSTED, event -> event.getInt("buffers") == 1, Thread::yield);
            kept.forEach(LentBuffer::giveBack);
        }
    }
}
