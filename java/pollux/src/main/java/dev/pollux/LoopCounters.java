package dev.pollux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a loop has done until now. Each counter is written by the loop's thread alone, without a fence, unless {@link
 * #addShared} says otherwise. Any thread may read it, and reads no torn value.
 */
final class LoopCounters {
    static final int WAITS = 0;
    static final int EMPTY_RETURNS = 1;
    static final int EARLY_RETURNS = 2;
    static final int EVENTS = 3;
    static final int TASKS = 4;
    static final int TIMERS = 5;
    static final int WAKEUPS_SENT = 6; // shared
    static final int CONTROL_CALLS = 7; // shared
    static final int CONTROL_CALLS_SAVED = 8; // shared
    static final int BUSY_NANOS = 9;
    static final int IDLE_NANOS = 10;
    static final int LONGEST_CALLBACK_NANOS = 11;
    static final int HANDLER_FAILURES = 12; // shared
    static final int TURNED_AWAY = 13;
    static final int REBUILDS = 14;
    private static final int COUNT = 15;

    private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] values = new long[COUNT];

    long get(int counter) {
        return (long) VALUE.getOpaque(values, counter);
    }

    /** For the only thread that writes this counter. */
    void add(int counter, long count) {
        VALUE.setOpaque(values, counter, values[counter] + count);
    }

    /** For the only thread that writes this counter. */
    void raise(int counter, long value) {
        if (value > values[counter]) {
            VALUE.setOpaque(values, counter, value);
        }
    }

    /** For counters that several threads write. They do so beside a system call. */
    void addShared(int counter, long count) {
        VALUE.getAndAdd(values, counter, count);
    }
}
