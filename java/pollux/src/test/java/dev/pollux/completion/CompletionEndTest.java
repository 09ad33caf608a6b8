package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.OpenHandles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Changes from other threads that meet the end of their port, whoever ends it: each works and is told of the end once, or says
 * that the port is closed. Nothing stays open, pending or taken.
 */
@CompletionTest
@Timeout(3600)
@SuppressWarnings("try") // threads that are only waited for
class CompletionEndTest {
    @Parameter
    CompletionKind kind;

    @BeforeEach
    void require() {
        kind.check();
    }

    private static final int ROUNDS = Integer.getInteger("dev.pollux.test.ends", 30);

    /** How a port comes to its end. */
    enum End {
        ANOTHER_THREAD,
        TWO_THREADS,
        A_CALLBACK,
        A_TASK,
        A_DISPATCHERS_CLOSE
    }

    @TempDir
    Path directory;

    private Path file;
    private CompletionPort peers; // has the listener that is connected to
    private CompletionListener target;
    private Background accepting;

    @BeforeEach
    void listen() throws Exception {
        file = Files.writeString(directory.resolve("file"), "some bytes");
        peers = kind.open();
        peers.errorHandler((source, failure) -> {}); // connections that were reset before they were accepted
        target = peers.listen(CompletionFixture.loopback(), CompletionSocket::close);
        accepting = Background.run(() -> {
            while (peers.isOpen()) {
                try {
                    peers.poll(-1);
                } catch (java.nio.channels.ClosedChannelException e) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void stopListening() {
        peers.close();
        accepting.close();
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void everyChangeWorksOrSaysThatItIsClosed(End end) throws Exception {
        round(end, 0); // what is loaded and kept for good
        long handles = OpenHandles.count();
        for (int i = 1; i <= ROUNDS; i++) {
            round(end, i);
        }
        // The JVM's own threads may have opened some; each round opens ten at least.
        Await.until("handles are back at " + handles, () -> OpenHandles.count() < handles + 50);
    }

    private void round(End end, int seed) throws Exception {
        Random random = new Random(seed);
        CompletionPort port = kind.builder().concurrency(random.nextInt(3)).open();
        CompletionDispatcher loop =
                end == End.A_TASK || end == End.A_DISPATCHERS_CLOSE ? CompletionDispatcher.over(port) : null;
        CompletionChanges first = new CompletionChanges(port, loop, target.localAddress(), file, random.nextLong());
        CompletionChanges second = new CompletionChanges(port, loop, target.localAddress(), file, random.nextLong());
        port.errorHandler(first::reported);
        int before = random.nextInt(random.nextInt(60) + 1); // changes, then the end
        AtomicInteger polled = new AtomicInteger();
        try (Background one = Background.run(first::untilClosed);
                Background two = Background.run(second::untilClosed);
                Background poller = Background.run(() -> poll(port, loop, polled));
                Background other = Background.run(() -> {
                    if (loop == null) {
                        poll(port, null, polled);
                    }
                })) {
            Await.until("changes", () -> first.count() + second.count() >= before);
            end(end, port, loop);
        }
        String what = end + ", round " + seed;
        first.checkAllTold(what);
        second.checkAllTold(what);
        assertFalse(port.isOpen(), what);
        assertEquals(0, port.pendingOperations(), what);
        assertEquals(0, CompletionInside.of(port).sourceCount(), what);
        assertEquals(0, CompletionInside.of(port).backend.ticketsTaken(), what + ": blocks that were not given back");
        assertTrue(first.reports().isEmpty(), () -> what + ": " + first.reports());
    }

    private static void poll(CompletionPort port, CompletionDispatcher loop, AtomicInteger polled) throws Exception {
        if (loop != null) {
            loop.run();
            return;
        }
        while (true) {
            try {
                polled.addAndGet(port.poll(-1));
            } catch (java.nio.channels.ClosedChannelException e) {
                return;
            }
        }
    }

    private static void end(End end, CompletionPort port, CompletionDispatcher loop) throws Exception {
        switch (end) {
            case ANOTHER_THREAD -> port.close();
            case TWO_THREADS -> {
                try (Background second = Background.run(port::close)) {
                    port.close();
                }
                Await.until("the first has closed it", () -> port.pendingOperations() == 0);
            }
            case A_CALLBACK -> {
                port.post((packet, data) -> port.close()).submit();
                Await.until("the callback", () -> !port.isOpen() && port.pendingOperations() == 0);
            }
            case A_TASK -> {
                loop.execute(loop::close);
                Await.until("the task", () -> !port.isOpen() && port.pendingOperations() == 0);
            }
            case A_DISPATCHERS_CLOSE -> loop.close();
            default -> throw new AssertionError(end);
        }
    }
}
