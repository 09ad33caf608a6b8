package dev.pollux.internal.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Background;
import dev.pollux.completion.CompletionPort;
import dev.pollux.internal.backends.CompletionBackends;
import dev.pollux.internal.completion.CompletionPortBuilderWork;
import dev.pollux.internal.completion.CompletionPortWork;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.TriggerMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A readiness port within the waits of a ring that several threads poll. */
@UringTest
@SuppressWarnings("try") // threads that are only waited for
class UringReadinessThreadsTest {
    private final List<Throwable> reports = new ArrayList<>();
    private final ByteBuffer one = ByteBuffer.allocate(1);
    private CompletionPort port;
    private ReadinessPort readiness;
    private Pipe pipe;

    @BeforeEach
    void open() throws IOException {
        port = new CompletionPortBuilderWork(
                        settings -> CompletionBackends.open(new UringProvider(), "asked for by a test", settings))
                .errorHandler((source, failure) -> reports.add(failure))
                .open();
        readiness = port.readinessPort();
        pipe = Pipe.open();
        pipe.source().configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        port.close();
        pipe.source().close();
        pipe.sink().close();
        assertEquals(List.of(), reports);
    }

    /** Until it is in the ring's wait: what it does before that is done. */
    private static void awaitInRing(Background other) {
        Await.until("it waits in the ring", () -> {
            for (StackTraceElement each : other.thread().getStackTrace()) {
                if (each.getClassName().equals(RingWaits.class.getName())
                        && each.getMethodName().equals("enter")) {
                    return true;
                }
            }
            return false;
        });
    }

    /** It may be its last one: another thread, which sleeps by then, tells of what comes. */
    @Test
    void whatAThreadHasChangedIsToldAtTheEndOfItsTurn() throws Exception {
        AtomicReference<Thread> toldOn = new AtomicReference<>();
        Background[] other = new Background[1];
        Registration registration =
                readiness.register(pipe.source(), Interest.NONE, TriggerMode.LEVEL, (same, ready) -> {
                    pipe.source().read(one.clear());
                    toldOn.set(Thread.currentThread());
                });
        port.poll(0); // from here on this is the readiness port's thread, which nobody has to wake
        pipe.sink().write(ByteBuffer.allocate(1));
        port.post((operation, data) -> {
                    other[0] = Background.run(() -> {
                        while (toldOn.get() == null) {
                            port.poll(-1);
                        }
                    });
                    awaitInRing(other[0]);
                    registration.modify(Interest.READ);
                })
                .submit();
        Await.until("the callback", () -> other[0] != null, () -> port.poll(0));
        Await.until("the event", () -> toldOn.get() != null);
        assertSame(other[0].thread(), toldOn.get());
        other[0].close();
    }

    /** The system may end the watch of wakeups by itself, where it has no room for what it finds: before the next sleep it begins again. */
    @Test
    void wakeupsAreWatchedAgain() throws Exception {
        UringEngine engine = ((UringBackend) CompletionPortWork.of(port).completionBackend()).engine;
        port.poll(0); // the first turn of the readiness port
        for (int i = 0; i < 3; i++) {
            try (Background other = Background.run(() -> port.poll(-1))) {
                awaitInRing(other);
                port.wakeup();
            }
            engine.lock.lock();
            try {
                assertTrue(engine.entries.fillCancel(RingEntries.OF_WAKEUP));
            } finally {
                engine.lock.unlock();
            }
            port.poll(0); // submits it, and is told of the end
            port.poll(0);
        }
    }

    /** A thread that is about to wait leaves to it what is to be told. */
    @Test
    void aTurnOfTheReadinessPortIsOneThreadsToItsEnd() throws Exception {
        Background[] other = new Background[1];
        readiness.register(pipe.source(), Interest.READ, TriggerMode.LEVEL, (same, ready) -> {
            pipe.source().read(one.clear());
            same.modify(Interest.NONE);
            other[0] = Background.run(() -> port.poll(-1));
            awaitInRing(other[0]);
            assertThrows(IllegalStateException.class, () -> readiness.poll(0));
        });
        pipe.sink().write(ByteBuffer.allocate(1));
        Await.until("the callback", () -> other[0] != null, () -> port.poll(Await.LIMIT_NANOS));
        port.wakeup();
        other[0].close();
    }
}
