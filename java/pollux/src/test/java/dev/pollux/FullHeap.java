package dev.pollux;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Scenes with a heap that is full, or no direct memory: for a JVM of its own, since no other thread of it can go on. Each prints
 * what came of it, as a line. {@link FullHeapTest} starts them.
 */
final class FullHeap {
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
                List<Timer> all = new ArrayList<>();
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
                Timer other = timers.timer(() -> {});
                Timer forward = timers.timer(() -> {});
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
                Timer timer = timers.timer(() -> {});
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

    private static String nameOf(Throwable thrown) {
        return thrown == null ? "nothing thrown" : thrown.getClass().getSimpleName();
    }

    /** To the last bytes: a chain of arrays, of halved lengths. */
    private static void fill() {
        for (int length = 1 << 20; length >= 1; ) {
            try {
                Object[] next = new Object[length];
                next[0] = held;
                held = next;
            } catch (OutOfMemoryError e) {
                length /= 2;
            }
        }
    }

    private static void free() {
        held = null;
    }
}
