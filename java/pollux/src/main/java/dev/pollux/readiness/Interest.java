package dev.pollux.readiness;

/**
 * What a registration waits for. Immutable. May be called from any thread. There is one instance of each combination.
 *
 * <pre>{@code
 * registration.modify(Interest.READ.with(Interest.PRIORITY));
 * }</pre>
 */
public final class Interest {
    private static final int READ_BIT = 1;
    private static final int WRITE_BIT = 2;
    private static final int PRIORITY_BIT = 4;

    private static final Interest[] ALL = new Interest[8];

    static {
        for (int bits = 0; bits < ALL.length; bits++) {
            ALL[bits] = new Interest(bits);
        }
    }

    /** Nothing: the registration is paused. */
    public static final Interest NONE = ALL[0];

    /** A read, or an accept, would give something: data, the end of the stream, an error. */
    public static final Interest READ = ALL[READ_BIT];

    /** A write would take something, or a connect has ended. */
    public static final Interest WRITE = ALL[WRITE_BIT];

    /** Both. */
    public static final Interest READ_WRITE = ALL[READ_BIT | WRITE_BIT];

    /** Out-of-band data of a TCP socket. Epoll only. */
    public static final Interest PRIORITY = ALL[PRIORITY_BIT];

    private final int bits;

    private Interest(int bits) {
        this.bits = bits;
    }

    /**
     * {@return this interest and another}
     *
     * @param other what to add
     */
    public Interest with(Interest other) {
        return ALL[bits | other.bits];
    }

    /**
     * {@return this interest less another}
     *
     * @param other what to take away
     */
    public Interest without(Interest other) {
        return ALL[bits & ~other.bits];
    }

    /**
     * {@return true if this is all that another is}
     *
     * @param other what to look for
     */
    public boolean includes(Interest other) {
        return (bits & other.bits) == other.bits;
    }

    public boolean isNone() {
        return bits == 0;
    }

    public boolean isRead() {
        return (bits & READ_BIT) != 0;
    }

    public boolean isWrite() {
        return (bits & WRITE_BIT) != 0;
    }

    public boolean isPriority() {
        return (bits & PRIORITY_BIT) != 0;
    }

    @Override
    public String toString() {
        if (isNone()) {
            return "NONE";
        }
        String s = (isRead() ? "+READ" : "") + (isWrite() ? "+WRITE" : "") + (isPriority() ? "+PRIORITY" : "");
        return s.substring(1);
    }
}
