package dev.pollux.internal.loop;

import dev.pollux.DispatcherCounters;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a loop has done until now. Each counter is written by the loop's thread alone, without a fence, unless {@link
 * #addShared} says otherwise; any thread may read it, and reads no torn value.
 */
public final class LoopCounters {
    public static final int WAITS = 0;
    public static final int EMPTY_RETURNS = 1;
    public static final int EARLY_RETURNS = 2;
    public static final int EVENTS = 3;
    static final int TASKS = 4;
    static final int TIMERS = 5;
    public static final int WAKEUPS_SENT = 6; // shared
    public static final int CONTROL_CALLS = 7; // shared
    public static final int CONTROL_CALLS_SAVED = 8; // shared
    static final int BUSY_NANOS = 9;
    static final int IDLE_NANOS = 10;
    static final int LONGEST_CALLBACK_NANOS = 11;
    public static final int HANDLER_FAILURES = 12; // shared
    static final int TURNED_AWAY = 13;
    public static final int REBUILDS = 14;
    public static final int BUFFER_WAITS = 15; // shared
    static final int COUNT = 16;

    private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] values = new long[COUNT];

    public long get(int counter) {
        return (long) VALUE.getOpaque(values, counter);
    }

    /** For the only thread that writes this counter. */
    public void add(int counter, long count) {
        VALUE.setOpaque(values, counter, values[counter] + count);
    }

    /** For the only thread that writes this counter. */
    void raise(int counter, long value) {
        if (value > values[counter]) {
            VALUE.setOpaque(values, counter, value);
        }
    }

    /** For counters that several threads write; they do so beside a system call. */
    public void addShared(int counter, long count) {
        VALUE.getAndAdd(values, counter, count);
    }

    /** Reads all of them, and what the others know. */
    DispatcherCounters read(LoopPort port, TaskQueue tasks, Timers timers, boolean isTimed) {
        LoopCounters beneath = port.beneath();
        return new DispatcherCounters(
                get(WAITS),
                get(EMPTY_RETURNS),
                get(EARLY_RETURNS),
                get(EVENTS),
                get(TASKS),
                tasks.size(),
                get(TIMERS),
                timers.size(),
                port.wakeupsAsked(),
                get(WAKEUPS_SENT),
                sum(beneath, CONTROL_CALLS),
                sum(beneath, CONTROL_CALLS_SAVED),
                get(TURNED_AWAY),
                sum(beneath, REBUILDS),
                get(HANDLER_FAILURES),
                port.lentBuffersOut(),
                get(BUFFER_WAITS),
                isTimed,
                get(BUSY_NANOS),
                get(IDLE_NANOS),
                get(LONGEST_CALLBACK_NANOS));
    }

    private long sum(LoopCounters beneath, int counter) {
        return get(counter) + (beneath == null ? 0 : beneath.get(counter));
    }
}
