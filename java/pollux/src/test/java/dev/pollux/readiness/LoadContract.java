package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.Connection;
import dev.pollux.Recorder;
import dev.pollux.dispatcher.DispatcherContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Many registrations, and many threads at one. */
abstract class LoadContract extends PortContract {
    LoadContract(Backend backend) {
        super(backend);
    }

    /** Level-triggered and never drained: each of them is called again before one is called a third time more. */
    @Test
    void moreReadyThanABatchStarvesNobody() throws Exception {
        int n = 300; // a first batch is 128
        List<Recorder> recorders = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Recorder recorder = new Recorder();
            recorders.add(recorder);
            register(connection().socket(), Interest.WRITE, recorder);
        }
        for (int turn = 0; turn < 20; turn++) {
            assertTrue(port.poll(FOR_EVER) > 0);
        }
        for (Recorder recorder : recorders) {
            assertTrue(recorder.count() >= 2, recorder.count() + " calls in 20 turns");
        }
    }

    /** Interest toggled by several threads while the loop delivers: the last change is what holds. */
    @Test
    void theLastOfManyChangesHolds() throws Exception {
        int threads = 3;
        AtomicBoolean running = new AtomicBoolean(true);
        Registration[] registrations = new Registration[threads];
        Recorder[] recorders = new Recorder[threads];
        for (int t = 0; t < threads; t++) {
            recorders[t] = new Recorder();
            registrations[t] = register(connection().socket(), Interest.NONE, recorders[t]);
        }
        Background loop = Background.run(() -> {
            while (running.get()) {
                port.poll(FOR_EVER);
            }
        });
        try (loop) {
            List<Background> togglers = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                Registration registration = registrations[t];
                Recorder recorder = recorders[t];
                togglers.add(Background.run(() -> {
                    for (int i = 0; i < 2000; i++) {
                        registration.modify(Interest.WRITE);
                        registration.modify(Interest.NONE);
                        if (i % 100 == 0) {
                            int before = recorder.count();
                            registration.modify(Interest.WRITE);
                            Await.until("it is reported", () -> recorder.count() > before);
                            registration.modify(Interest.NONE);
                        }
                    }
                }));
            }
            try {
                for (Background toggler : togglers) {
                    toggler.close();
                }
            } finally {
                stop(running);
            }
        }
        int[] before = new int[threads];
        pollForNothing();
        for (int t = 0; t < threads; t++) {
            before[t] = recorders[t].count();
        }
        pollForNothing();
        for (int t = 0; t < threads; t++) {
            assertEquals(before[t], recorders[t].count(), "it ended with NONE");
        }
    }

    /** The same, move by move: the loop waits with the change until the socket has its new registration. */
    @Test
    void aChangeIsNotAppliedWhileItsSocketIsRegisteredAgain() throws Exception {
        Connection c = connection();
        Recorder stale = new Recorder();
        Recorder recorder = new Recorder();
        Registration first = register(c.socket(), Interest.NONE, stale);
        port.poll(0);
        Background loop;
        synchronized (Inside.of(c.socket()).lock) {
            first.modify(Interest.WRITE);
            loop = Background.run(() -> {
                while (recorder.count() == 0) {
                    port.poll(FOR_EVER);
                }
            });
            Await.until("the loop waits for the lock", () -> loop.thread().getState() == Thread.State.BLOCKED);
            first.close();
            port.register(c.socket(), Interest.WRITE, TriggerMode.ONESHOT, recorder);
        }
        loop.close();
        assertEquals(0, stale.count());
    }

    /** A registration closed, and its socket registered again, while changes of the first are being applied. */
    @Test
    void reregisteringWhileChangesAreAppliedLosesNothing() throws Exception {
        Connection c = connection();
        AtomicBoolean running = new AtomicBoolean(true);
        Background loop = Background.run(() -> {
            while (running.get()) {
                port.poll(FOR_EVER);
            }
        });
        try (loop) {
            try {
                long startNanos = System.nanoTime();
                while (System.nanoTime() - startNanos < TimeUnit.MILLISECONDS.toNanos(250)) {
                    Registration first = register(c.socket(), Interest.NONE, new Recorder());
                    first.modify(Interest.READ);
                    for (int spins = ThreadLocalRandom.current().nextInt(200); spins > 0; spins--) {
                        Thread.onSpinWait();
                    }
                    first.close();
                    CountDownLatch called = new CountDownLatch(1);
                    Registration second = port.register(
                            c.socket(), Interest.WRITE, TriggerMode.ONESHOT, (r, readiness) -> called.countDown());
                    DispatcherContract.await(called);
                    second.close();
                }
            } finally {
                stop(running);
            }
        }
    }

    /** Closing from another thread just as the loop finds it ready: the loop lives on. */
    @Test
    void closingWhatIsReadyNeverEndsTheLoop() throws Exception {
        AtomicBoolean running = new AtomicBoolean(true);
        Background loop = Background.run(() -> {
            while (running.get()) {
                port.poll(FOR_EVER);
            }
        });
        try (loop) {
            try {
                long startNanos = System.nanoTime();
                while (System.nanoTime() - startNanos < TimeUnit.MILLISECONDS.toNanos(400)) {
                    List<Connection> connections = new ArrayList<>();
                    for (int i = 0; i < 8; i++) {
                        connections.add(connection());
                    }
                    for (Connection c : connections) {
                        register(c.socket(), Interest.READ_WRITE, (registration, readiness) -> {});
                    }
                    for (Connection c : connections) {
                        c.socket().close();
                        c.peer().close();
                    }
                }
            } finally {
                stop(running);
            }
        }
    }

    private void stop(AtomicBoolean running) {
        running.set(false);
        port.wakeup();
    }
}
