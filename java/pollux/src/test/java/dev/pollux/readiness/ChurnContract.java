package dev.pollux.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.Background;
import dev.pollux.Recorder;
import dev.pollux.internal.epoll.EpollPort;
import dev.pollux.linux.OpenDescriptors;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;

/** Sources that come, move and go on two loops at once, each with the descriptor and the slot of one that has gone. */
abstract class ChurnContract extends PortContract {
    ChurnContract(Backend backend) {
        super(backend);
    }

    /**
     * Each loop opens a source that is tagged, has it reported, moves it to the other loop, has it reported there, and closes
     * it in one of several ways; then the next. An event that comes to another tag than its own, twice, or on the wrong
     * thread, is a stranger's.
     */
    @Test
    void movingBetweenTwoLoops() throws Exception {
        int total = Integer.getInteger("dev.pollux.test.churn", lives());
        ReadinessPort other = opened(ReadinessPort.open(backend));
        ReadinessPort[] ports = {port, other};
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger finished = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicBoolean running = new AtomicBoolean(true);
        for (ReadinessPort each : ports) {
            each.errorHandler((source, thrown) -> failure.compareAndSet(null, thrown));
        }
        Set<String> before = OpenDescriptors.all();
        Background[] loops = new Background[2];
        Thread[] threads = new Thread[2];
        for (int i = 0; i < 2; i++) {
            int its = i;
            loops[i] = Background.run(() -> {
                threads[its] = Thread.currentThread();
                while (running.get() && failure.get() == null) {
                    // A few at a time, for the two loops to have the other's and their own in one batch.
                    for (int n = 0; n < 4 && opened.get() < total && opened.get() - finished.get() < 128; n++) {
                        int tag = opened.incrementAndGet();
                        if (tag <= total) {
                            new Life(tag, ports[its], ports[1 - its], threads, its, finished).begin();
                        }
                    }
                    ports[its].poll(opened.get() < total ? 0 : MOMENT_NANOS);
                }
            });
        }
        try {
            while (finished.get() < total && failure.get() == null) {
                int seen = finished.get();
                Await.until(
                        "one more than " + seen + " has lived",
                        () -> finished.get() > seen || failure.get() != null,
                        () -> LockSupport.parkNanos(MOMENT_NANOS)); // and leave the processors to the loops
            }
        } finally {
            running.set(false);
            port.wakeup();
            other.wakeup();
            for (Background loop : loops) {
                loop.close();
            }
        }
        if (failure.get() != null) {
            throw new AssertionError("after " + finished.get() + " of " + total, failure.get());
        }
        for (ReadinessPort each : ports) {
            each.poll(0);
            assertEquals(0, Inside.of(each).registrations().size());
            if (each instanceof EpollPort epoll) {
                assertTrue(epoll.slotsUsed() < 1024, epoll.slotsUsed() + " slots");
            }
        }
        Set<String> added = OpenDescriptors.addedTo(before);
        assertTrue(added.size() < 20, () -> "left open: " + added);
    }

    /** A pipe is two sockets on Windows. */
    private static int lives() {
        return OS.WINDOWS.isCurrentOs() ? 200 : 50_000;
    }

    private static final class Life {
        private final int tag;
        private final ReadinessPort here;
        private final ReadinessPort there;
        private final Thread[] threads;
        private final int loop;
        private final AtomicInteger finished;
        private final Pipe pipe;
        private Registration current;
        private boolean moved;
        private boolean over;

        Life(int tag, ReadinessPort here, ReadinessPort there, Thread[] threads, int loop, AtomicInteger finished)
                throws Exception {
            this.tag = tag;
            this.here = here;
            this.there = there;
            this.threads = threads;
            this.loop = loop;
            this.finished = finished;
            pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            pipe.sink().configureBlocking(false);
        }

        void begin() throws Exception {
            current = here.register(
                    pipe.source(), Interest.READ, tag % 3 == 0 ? TriggerMode.ONESHOT : TriggerMode.LEVEL, this::ready);
            current.attach(this);
            write();
        }

        private void write() throws Exception {
            pipe.sink().write(ByteBuffer.allocate(4).putInt(0, tag));
        }

        private synchronized void ready(Registration registration, Readiness readiness) throws Exception {
            if (over
                    || registration.attachment() != this
                    || Thread.currentThread() != threads[moved ? 1 - loop : loop]) {
                throw new AssertionError("a stale event of " + tag);
            }
            ByteBuffer buffer = ByteBuffer.allocate(8);
            int n = pipe.source().read(buffer);
            if (n != 4 || buffer.getInt(0) != tag) {
                throw new AssertionError(tag + " was told of " + n + " bytes, of " + buffer.getInt(0));
            }
            if (!moved) {
                moved = true;
                write(); // before the move, on its way, or after it
                if (tag % 2 == 0) {
                    registration.rearm();
                    registration.moveTo(there);
                } else {
                    registration.moveTo(there).rearm();
                }
                return;
            }
            over = true;
            write(); // an event that nobody is to see
            switch (tag % 4) {
                case 0 -> registration.close();
                case 1 -> registration.source().close();
                case 2 -> pipe.source().close(); // without Pollux being told
                default -> {
                    pipe.source().close();
                    registration.close();
                }
            }
            pipe.source().close();
            pipe.sink().close();
            finished.incrementAndGet();
        }
    }

    /** What the test must see: a closed channel is refused like any other closed source. */
    @Test
    void aMoveOfAClosedChannelIsRefused() throws Exception {
        ReadinessPort other = opened(ReadinessPort.open(backend));
        Pipe pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        Registration registration = port.register(pipe.source(), Interest.READ, TriggerMode.LEVEL, new Recorder());
        pipe.source().close();
        pipe.sink().close();
        org.junit.jupiter.api.Assertions.assertThrows(IllegalStateException.class, () -> registration.moveTo(other));
        org.junit.jupiter.api.Assertions.assertThrows(
                ClosedChannelException.class,
                () -> port.register(pipe.source(), Interest.READ, TriggerMode.LEVEL, new Recorder()));
        assertEquals(0, Inside.of(other).registrations().size());
    }

    /** A port that gets its channels by moves alone forgets those that are closed without its being told. */
    @Test
    void whatWasMovedHereAndClosedByItsOwnerIsForgotten() throws Exception {
        ReadinessPort other = opened(ReadinessPort.open(backend));
        for (int i = 0; i < 3000; i++) {
            Pipe pipe = Pipe.open();
            pipe.source().configureBlocking(false);
            port.register(pipe.source(), Interest.READ, TriggerMode.LEVEL, new Recorder())
                    .moveTo(other);
            pipe.source().close();
            pipe.sink().close();
        }
        assertEquals(0, Inside.of(other).registrations().size());
        if (other instanceof EpollPort epoll) {
            assertTrue(epoll.slotsUsed() < 1024, epoll.slotsUsed() + " slots");
        }
    }
}
