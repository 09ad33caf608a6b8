package dev.pollux.readiness;

/**
 * What a registration can do now. Immutable. May be called from any thread. There is one instance of each combination,
 * so an event makes no garbage.
 *
 * <p>Hang-ups and errors make a registration readable and writable as far as it is interested: a program that simply
 * reads when it may read learns of them from the read. The other flags tell more where the backend knows more: {@code nio}
 * knows only {@link #isReadable()} and {@link #isWritable()}.
 *
 * <pre>{@code
 * loop.register(socket, Interest.READ_WRITE, (registration, readiness) -> {
 *     if (readiness.isReadable()) {
 *         read();
 *     }
 *     if (readiness.isWritable()) {
 *         write();
 *     }
 * });
 * }</pre>
 */
public final class Readiness {
    // The first three are epoll's own bits: nothing has to be translated.
    /** The bit of {@link #isReadable()}. */
    public static final int READABLE = 1;
    /** The bit of {@link #isPriority()}. */
    public static final int PRIORITY = 2;
    /** The bit of {@link #isWritable()}. */
    public static final int WRITABLE = 4;
    /** The bit of {@link #isReadClosed()}. */
    public static final int READ_CLOSED = 8;
    /** The bit of {@link #isHangUp()}. */
    public static final int HANG_UP = 16;
    /** The bit of {@link #isError()}. */
    public static final int ERROR = 32;

    private static final Readiness[] ALL = new Readiness[64];

    static {
        for (int bits = 0; bits < ALL.length; bits++) {
            ALL[bits] = new Readiness(bits);
        }
    }

    private final int bits;

    private Readiness(int bits) {
        this.bits = bits;
    }

    /**
     * {@return what a callback is given when these bits are set} A program needs it only to test its own callbacks.
     *
     * @param bits the bits, joined by {@code |}; 0 for none
     * @throws IllegalArgumentException if a bit is another
     */
    public static Readiness of(int bits) {
        try {
            return ALL[bits];
        } catch (ArrayIndexOutOfBoundsException e) { // costs nothing where all is well
            throw new IllegalArgumentException("bits " + bits + ": not within 0 and " + (ALL.length - 1), e);
        }
    }

    /** {@return true if a read, or an accept, gives something: data, the end of the stream, an error} */
    public boolean isReadable() {
        return (bits & READABLE) != 0;
    }

    /** {@return true if a write takes something or fails, or if a connect has ended} */
    public boolean isWritable() {
        return (bits & WRITABLE) != 0;
    }

    /** {@return true if there is out-of-band data} */
    public boolean isPriority() {
        return (bits & PRIORITY) != 0;
    }

    /** {@return true if the peer has shut its sending half. What it sent before is still to be read} */
    public boolean isReadClosed() {
        return (bits & READ_CLOSED) != 0;
    }

    /** {@return true if both directions are shut} */
    public boolean isHangUp() {
        return (bits & HANG_UP) != 0;
    }

    /** {@return true if an error is pending. The next read or write throws it} */
    public boolean isError() {
        return (bits & ERROR) != 0;
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder("[");
        append(s, isReadable(), "readable");
        append(s, isWritable(), "writable");
        append(s, isPriority(), "priority");
        append(s, isReadClosed(), "read closed");
        append(s, isHangUp(), "hang-up");
        append(s, isError(), "error");
        return s.append(']').toString();
    }

    private static void append(StringBuilder s, boolean flag, String name) {
        if (flag) {
            s.append(s.length() > 1 ? ", " : "").append(name);
        }
    }
}
