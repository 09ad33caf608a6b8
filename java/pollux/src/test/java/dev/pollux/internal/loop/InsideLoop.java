package dev.pollux.internal.loop;

import dev.pollux.Dispatcher;
import dev.pollux.internal.recording.LoopRecording;

/** What tests look at inside a loop. */
public final class InsideLoop {
    private InsideLoop() {}

    public static TaskQueue tasks(Dispatcher loop) {
        return ((Loop) loop).tasks;
    }

    public static Timers timers(Dispatcher loop) {
        return ((Loop) loop).timers;
    }

    /** {@return what is recorded of it, or null before a recording was started} On its thread. */
    public static LoopRecording recording(Dispatcher loop) {
        return ((Loop) loop).watch.made;
    }

    /** Gives each counter a value of its own. */
    public static void countDifferently(Dispatcher loop) {
        for (int counter = 0; counter < LoopCounters.COUNT; counter++) {
            ((Loop) loop).port.counters.add(counter, 1000 + counter);
        }
    }

    /** Has it die of its port, whose next wait throws a NullPointerException. */
    public static void breakPort(Dispatcher loop) {
        loop.execute(() -> ((Loop) loop).port.waitStrategy = null);
    }

    /** The end of a period without use. */
    public static void trim(Dispatcher loop) {
        ((Loop) loop).turns.surplus.trim();
    }
}
