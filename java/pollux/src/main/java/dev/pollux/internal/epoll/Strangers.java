package dev.pollux.internal.epoll;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Finds out whether epoll goes on to report a registration that is gone: the open file description of a closed descriptor lives
 * on, through a duplicate in this process or another. Nobody can take it out then, and the loop would spin.
 *
 * <p>One event of a closed registration is nothing: it was on its way. Some are nothing either: another thread is between taking
 * the registration out and the close, or a child process between fork and exec. So a registration is suspected only after many
 * events of it, and only if they go on for a while. Costs nothing while there are none. It is the polling thread's own.
 */
public final class Strangers {
    public static final int MIN_TIMES = 256;
    public static final long MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** So many turns after its last event, the suspect is somebody else. */
    static final int FORGOTTEN_AFTER_TURNS = 1024;

    private final LongSupplier clock;
    private long suspect = -1; // an event's data, which are not negative
    private int times;
    private long sinceNanos;
    private long lastTurn;

    Strangers() {
        this(new SystemClock());
    }

    Strangers(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Notes an event that is nobody's.
     *
     * @param data the event's data
     * @param turn the number of the wait that has found it
     * @return true if this will not end by itself. It is counted anew then
     */
    public boolean seen(long data, long turn) {
        if (data != suspect) {
            if (suspect < 0 || turn - lastTurn > FORGOTTEN_AFTER_TURNS) {
                suspect = data;
                times = 1;
                sinceNanos = clock.getAsLong();
                lastTurn = turn;
            }
            return false;
        }
        lastTurn = turn;
        if (++times < MIN_TIMES || clock.getAsLong() - sinceNanos < MIN_NANOS) {
            return false;
        }
        suspect = -1;
        return true;
    }

    /** Not a method reference, because each port is opened with one, and the JVM's first takes milliseconds to link. */
    private static final class SystemClock implements LongSupplier {
        @Override
        public long getAsLong() {
            return System.nanoTime();
        }
    }
}
