package dev.pollux.internal.loop;

import dev.pollux.Dispatcher;

/** What tests look at inside a loop. */
public final class InsideLoop {
    private InsideLoop() {}

    public static TaskQueue tasks(Dispatcher loop) {
        return ((Loop) loop).tasks;
    }

    public static Timers timers(Dispatcher loop) {
        return ((Loop) loop).timers;
    }

    /** The end of a period without use. */
    public static void trim(Dispatcher loop) {
        ((Loop) loop).turns.surplus.trim();
    }
}
