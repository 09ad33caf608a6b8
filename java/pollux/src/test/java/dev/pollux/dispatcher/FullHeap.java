package dev.pollux.dispatcher;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.internal.loop.TimerWork;
import dev.pollux.internal.loop.Timers;
import dev.pollux.internal.readiness.ChunkPool;
import dev.pollux.internal.readiness.ReserveDescriptor;
import dev.pollux.internal.readiness.WriteSegments;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.ReadinessDispatcher;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.WriteQueue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Scenes with a heap that is full, or no direct memory: for a JVM of its own, since no other thread of it can go on. Each prints
 * what came of it, as a line. {@link FullHeapTest} starts them.
 */
@SuppressWarnings("try") // peers that are only held
public final class FullHeap {
    private static final List<ByteBuffer> HELD_DIRECT = new ArrayList<>();
    private static Object[] held;

    private FullHeap() {}

    /**
     * Plays a scene, after everything that it needs was loaded by playing it once.
     *
     * @param arguments the scene
     * @throws Exception if it fails
     */
    public static void main(String[] arguments) throws Exception {
        Scene scene = Scene.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        scene.play(false);
        fill();
        free();
        System.out.println("=" + scene.play(true));
    }

    private enum Scene {
        /** Timers come up, more than the heap of those that are due has room for. */
        TIMERS_COME_UP {
            @Override
            String play(boolean isFull) throws Exception {
                int count = 200;
                Timers timers = timers(System.nanoTime());
                List<TimerWork> all = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    all.add(timers.timer(() -> {}));
                    all.get(i).schedule(TimeUnit.MILLISECONDS.toNanos(5));
                }
                Thread.sleep(20); // they are due
                long nowNanos = System.nanoTime();
                Throwable thrown = attempt(isFull, () -> timers.takeExpired(nowNanos));
                int fired = isFull ? 0 : 1;
                while (timers.takeExpired(nowNanos) != null) {
                    fired++;
                }
                return nameOf(thrown) + ", " + fired + " of " + count + " fired, " + timers.size() + " left, "
                        + timers.nanosUntilFirst() + " ns to wait";
            }
        },

        /** A timer of the wheel is brought forward, and there is no room for it. */
        TIMER_IS_BROUGHT_FORWARD {
            @Override
            String play(boolean isFull) {
                long origin = System.nanoTime();
                Timers timers = timers(origin);
                TimerWork other = timers.timer(() -> {});
                TimerWork forward = timers.timer(() -> {});
                long later = origin + TimeUnit.HOURS.toNanos(1);
                other.scheduleAt(later);
                forward.scheduleAt(later);
                for (int i = 0; i < timers.room(); i++) {
                    timers.timer(() -> {}).scheduleAt(origin);
                }
                int before = timers.size();
                Throwable thrown = attempt(isFull, () -> forward.scheduleAt(origin));
                boolean stands = forward.isScheduled() && timers.size() == before;
                boolean cancelled = forward.cancel() && timers.size() == before - 1;
                return nameOf(thrown) + ", it " + (stands ? "stands" : "is lost") + ", "
                        + (cancelled ? "is cancelled" : "is not cancelled") + ", the other "
                        + (other.cancel() && timers.size() == before - 2 ? "is, too" : "is lost");
            }
        },

        /** The first timer of a level of the wheel. */
        TIMER_IS_THE_FIRST_OF_ITS_LEVEL {
            @Override
            String play(boolean isFull) {
                Timers timers = timers(System.nanoTime());
                TimerWork timer = timers.timer(() -> {});
                Throwable thrown = attempt(isFull, () -> timer.schedule(TimeUnit.DAYS.toNanos(1)));
                return nameOf(thrown) + ", " + (timer.isScheduled() ? "scheduled" : "not scheduled") + ", size "
                        + timers.size();
            }
        },

        /** No memory to look whether there is a descriptor: that is not to have none. */
        RESERVE_IS_NOT_GIVEN_UP {
            @Override
            String play(boolean isFull) {
                ReserveDescriptor reserve = new ReserveDescriptor();
                reserve.take();
                boolean[] gaveUp = {false};
                Throwable thrown = attempt(isFull, () -> gaveUp[0] = reserve.giveUp());
                boolean isGivenUp = gaveUp[0] || ReserveDescriptor.isAnyGivenUp();
                reserve.close();
                return nameOf(thrown) + ", " + (isGivenUp ? "given up" : "kept");
            }
        },

        /** A chunk is there, but the bytes need two. */
        COPY_IS_UNDONE {
            @Override
            String play(boolean isFull) {
                ChunkPool pool = new ChunkPool();
                WriteSegments segments = new WriteSegments();
                segments.copy(ByteBuffer.allocate(100), pool);
                ByteBuffer chunk = pool.take();
                ByteBuffer buffer = ByteBuffer.allocate(2 * ChunkPool.CHUNK_BYTES);
                if (isFull) {
                    fillDirect();
                    pool.giveBack(chunk);
                }
                Throwable thrown = attempt(false, () -> segments.copy(buffer, pool));
                return nameOf(thrown) + ", " + segments.offered() + " bytes held, " + buffer.remaining() + " left, "
                        + pool.spareCount() + " chunk spare";
            }
        },

        /** The spare list of a pool is full. */
        CHUNK_IS_GIVEN_BACK {
            @Override
            String play(boolean isFull) {
                ChunkPool pool = new ChunkPool();
                ByteBuffer[] chunks = new ByteBuffer[17];
                for (int i = 0; i < chunks.length; i++) {
                    chunks[i] = pool.take();
                }
                Throwable thrown = attempt(isFull, () -> {
                    for (ByteBuffer chunk : chunks) {
                        pool.giveBack(chunk);
                    }
                });
                return nameOf(thrown) + ", " + pool.spareCount() + " spare";
            }
        },

        /** No memory for a copy of a few bytes. */
        WRITE_IS_REFUSED {
            @Override
            String play(boolean isFull) throws Exception {
                return write(100, isFull);
            }
        },

        /** The system takes a part, and there is no memory for the rest. */
        PART_IS_WRITTEN {
            @Override
            String play(boolean isFull) throws Exception {
                return write(8 * 1024 * 1024, isFull);
            }
        },

        /** After its first run there is no memory to schedule the second. */
        PERIODIC_TASK_FAILS {
            @Override
            String play(boolean isFull) throws Exception {
                try (ReadinessDispatcher loop = ReadinessDispatcher.builder()
                        .backend(Backend.NIO)
                        .errorHandler((source, failure) -> free())
                        .open()) {
                    Future<?> future = loop.asScheduledExecutor()
                            .scheduleWithFixedDelay(isFull ? FullHeap::fill : () -> {}, 0, 1, TimeUnit.DAYS);
                    if (!isFull) {
                        loop.runOnce(0);
                        return "";
                    }
                    Await.until("it ends", future::isDone, () -> loop.runOnce(1_000_000));
                    return causeOf(future);
                }
            }
        };

        abstract String play(boolean isFull) throws Exception;
    }

    private static Timers timers(long originNanos) {
        return new Timers(
                new Timers.Loop() {
                    @Override
                    public boolean looksAnyway() {
                        return true;
                    }

                    @Override
                    public void wakeup() {}
                },
                originNanos);
    }

    /** Writes so many bytes to a peer that does not read. */
    private static String write(int bytes, boolean isFull) throws Exception {
        List<String> told = new ArrayList<>();
        StreamSocket[] accepted = new StreamSocket[1];
        try (ReadinessDispatcher loop =
                        ReadinessDispatcher.builder().backend(Backend.NIO).open();
                StreamListener listener = loop.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), socket -> accepted[0] = socket);
                SocketChannel peer = SocketChannel.open(listener.localAddress())) {
            Await.until("it is accepted", () -> accepted[0] != null, () -> loop.runOnce(1_000_000));
            WriteQueue queue = WriteQueue.builder(loop.register(accepted[0], Interest.READ, (current, readiness) -> {}))
                    .limit(bytes)
                    .waterMarks(0, 1)
                    .listener(new WriteQueue.Listener() {
                        @Override
                        public void onFailure(WriteQueue queue, IOException failure) {
                            told.add(nameOf(failure.getCause()));
                        }
                    })
                    .open();
            ByteBuffer buffer = ByteBuffer.allocateDirect(bytes);
            if (isFull) {
                fillDirect();
            }
            Throwable thrown = attempt(false, () -> queue.offer(buffer));
            String after = nameOf(thrown) + ", " + queue.pendingBytes() + " pending, " + buffer.remaining() + " left";
            loop.runOnce(0);
            return after + ", told " + told;
        }
    }

    private static Throwable attempt(boolean isFull, Runnable step) {
        if (isFull) {
            fill();
        }
        Throwable thrown = null;
        try {
            step.run();
        } catch (Throwable e) {
            thrown = e;
        }
        free();
        return thrown;
    }

    private static String causeOf(Future<?> future) throws InterruptedException {
        try {
            future.get();
            return "it has ended";
        } catch (ExecutionException e) {
            return nameOf(e.getCause());
        }
    }

    private static String nameOf(Throwable thrown) {
        return thrown == null ? "nothing thrown" : thrown.getClass().getSimpleName();
    }

    /** To the last bytes: a chain of arrays, of halved lengths. The long ones have nothing that a collector would look at. */
    public static void fill() {
        for (int length = 1 << 22; length >= 1024; ) {
            try {
                held = new Object[] {held, new byte[length]};
            } catch (OutOfMemoryError e) {
                length /= 2;
            }
        }
        for (int length = 256; length >= 1; ) {
            try {
                Object[] next = new Object[length];
                next[0] = held;
                held = next;
            } catch (OutOfMemoryError e) {
                length /= 2;
            }
        }
    }

    /** Until there is not enough for half a chunk, and what the garbage collector frees meanwhile is taken, too. */
    private static void fillDirect() {
        int before;
        do {
            before = HELD_DIRECT.size();
            try {
                while (true) {
                    HELD_DIRECT.add(ByteBuffer.allocateDirect(ChunkPool.CHUNK_BYTES / 2));
                }
            } catch (OutOfMemoryError e) {
                System.gc();
            }
        } while (HELD_DIRECT.size() > before);
    }

    /** Lets go of it all. */
    public static void free() {
        held = null;
        HELD_DIRECT.clear();
    }
}
