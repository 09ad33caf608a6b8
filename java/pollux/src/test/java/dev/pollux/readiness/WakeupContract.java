package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.Connection;
import dev.pollux.Recorder;
import dev.pollux.linux.EventFd;
import java.lang.reflect.Field;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Wakeups: none lost, none shown, none dearer than it has to be. */
abstract class WakeupContract extends PortContract {
    WakeupContract(Backend backend) {
        super(backend);
    }

    @Test
    void beforeTheWaitEndsIt() throws Exception {
        port.wakeup();
        assertEquals(0, port.poll(FOR_EVER));
    }

    @Test
    void manyBeforeTheWaitAreOne() throws Exception {
        for (int i = 0; i < 1000; i++) {
            port.wakeup();
        }
        assertEquals(0, port.poll(FOR_EVER));
        long startNanos = System.nanoTime();
        assertEquals(0, port.poll(MOMENT_NANOS)); // nothing is left of them
        assertTrue(System.nanoTime() - startNanos >= MOMENT_NANOS);
    }

    @Test
    void isUsedUpByAPollThatDoesNotWait() throws Exception {
        port.wakeup();
        assertEquals(0, port.poll(0));
        long startNanos = System.nanoTime();
        assertEquals(0, port.poll(MOMENT_NANOS));
        assertTrue(System.nanoTime() - startNanos >= MOMENT_NANOS);
    }

    @Test
    void duringTheWaitEndsIt() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Background loop = Background.run(() -> assertEquals(0, port.poll(FOR_EVER)))) {
                loop.awaitBlocked();
                port.wakeup();
            }
        }
    }

    @Test
    void fromACallbackEndsTheNextWait() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder().then((registration, readiness) -> {
            registration.close();
            port.wakeup();
        });
        register(c.socket(), Interest.WRITE, recorder);
        pollUntilCount(recorder, 1);
        assertEquals(0, port.poll(FOR_EVER));
    }

    @Test
    void afterCloseDoesNothing() {
        port.close();
        port.wakeup();
        port.wakeup();
        assertThrows(ClosedChannelException.class, () -> port.poll(0));
    }

    @Test
    void isNotShownBesideEvents() throws Exception {
        Connection c = connection();
        Recorder recorder = new Recorder();
        register(c.socket(), Interest.WRITE, recorder);
        pollUntilCount(recorder, 1);
        port.wakeup();
        assertEquals(1, port.poll(FOR_EVER));
    }

    /** Each burst of wakeups has one return at least: a thread wakes, and waits to see the loop turn. */
    @Test
    void noneIsLost() throws Exception {
        int threads = 3;
        int rounds = 3000;
        AtomicInteger running = new AtomicInteger(threads);
        AtomicInteger turns = new AtomicInteger();
        Background[] wakers = new Background[threads];
        Background loop = Background.run(() -> {
            while (running.get() > 0) {
                port.poll(FOR_EVER);
                turns.incrementAndGet();
            }
        });
        try (loop) {
            for (int i = 0; i < threads; i++) {
                wakers[i] = Background.run(() -> {
                    try {
                        for (int round = 0; round < rounds; round++) {
                            int before = turns.get();
                            port.wakeup();
                            Await.until("the loop turns", () -> turns.get() > before);
                        }
                    } finally {
                        running.decrementAndGet();
                        port.wakeup();
                    }
                });
            }
            for (Background waker : wakers) {
                waker.close();
            }
        }
    }

    /** The eventfd is never read: its counter is the number of system calls. */
    @Test
    void costsASystemCallOnlyWhileTheLoopSleeps() throws Exception {
        assumeTrue(backend == Backend.EPOLL, "a selector does not tell how often it was woken");
        EventFd eventFd = eventFd();
        for (int i = 0; i < 100; i++) {
            port.wakeup();
        }
        assertEquals(0, port.poll(FOR_EVER));
        assertEquals(0, eventFd.take());
        try (Background loop = Background.run(() -> assertEquals(0, port.poll(FOR_EVER)))) {
            loop.awaitBlocked();
            for (int i = 0; i < 100; i++) {
                port.wakeup();
            }
        }
        assertEquals(1, eventFd.take());
    }

    @Test
    void survivesAFullCounter() throws Exception {
        assumeTrue(backend == Backend.EPOLL, "a selector has no counter");
        assertTrue(eventFd().add(EventFd.MAX_VALUE));
        port.poll(0);
        try (Background loop = Background.run(() -> assertEquals(0, port.poll(FOR_EVER)))) {
            loop.awaitBlocked();
            port.wakeup();
        }
    }

    private EventFd eventFd() throws ReflectiveOperationException {
        Field field = port.getClass().getDeclaredField("wakeup");
        field.setAccessible(true);
        return (EventFd) field.get(port);
    }
}
