package dev.pollux.windows;

import dev.pollux.internal.socket.OptionValues;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A socket option of Windows: its level and number (setsockopt), and how its value lies in memory. Immutable. May be
 * called from any thread.
 *
 * <pre>{@code
 * WindowsSocketOption<Integer> maxRt = WindowsSocketOption.ofInt("TCP_MAXRT", 6, 5);
 * socket.setOption(maxRt, 10); // seconds
 * }</pre>
 *
 * @param <T> the value's type
 */
public final class WindowsSocketOption<T> implements SocketOption<T> {
    /** The most bytes that an option's value has here. */
    public static final int MAX_LENGTH = 1024;

    private enum Layout {
        INT,
        BOOLEAN,
        /** struct linger, two u_short. The value is in seconds, negative for off. */
        LINGER
    }

    private final String name;
    private final Class<T> type;
    private final int level;
    private final int number;
    private final Layout layout;

    private WindowsSocketOption(String name, Class<T> type, int level, int number, Layout layout) {
        this.name = Objects.requireNonNull(name);
        this.type = type;
        this.level = level;
        this.number = number;
        this.layout = layout;
    }

    /**
     * Any option with an int for its value, one that Pollux has no name for, say.
     *
     * @param name what messages call it
     * @param level the protocol level
     * @param number the option's number at that level
     * @return the option
     */
    public static WindowsSocketOption<Integer> ofInt(String name, int level, int number) {
        return new WindowsSocketOption<>(name, Integer.class, level, number, Layout.INT);
    }

    /**
     * Any option with an int of 0 or 1 for its value.
     *
     * @param name what messages call it
     * @param level the protocol level
     * @param number the option's number at that level
     * @return the option
     */
    public static WindowsSocketOption<Boolean> ofBoolean(String name, int level, int number) {
        return new WindowsSocketOption<>(name, Boolean.class, level, number, Layout.BOOLEAN);
    }

    static WindowsSocketOption<Integer> ofLinger(String name, int level, int number) {
        return new WindowsSocketOption<>(name, Integer.class, level, number, Layout.LINGER);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Class<T> type() {
        return type;
    }

    /** {@return the protocol level, SOL_SOCKET (0xFFFF) for instance} */
    public int level() {
        return level;
    }

    /** {@return the option's number at its level} */
    public int number() {
        return number;
    }

    @Override
    public String toString() {
        return name;
    }

    int put(ByteBuffer memory, int at, T value) {
        Objects.requireNonNull(value, name);
        switch (layout) {
            case LINGER:
                int seconds = (Integer) value;
                memory.putShort(at, (short) (seconds < 0 ? 0 : 1));
                memory.putShort(at + 2, (short) Math.min(Math.max(0, seconds), 0xFFFF));
                return 4;
            case BOOLEAN:
                memory.putInt(at, (Boolean) value ? 1 : 0);
                return 4;
            default:
                memory.putInt(at, (Integer) value);
                return 4;
        }
    }

    /** Reads a value that the system gave {@code length} bytes of. */
    T get(ByteBuffer memory, int at, int length) throws IOException {
        switch (layout) {
            case LINGER:
                if (length != 4) {
                    throw OptionValues.otherLength(length, "4", name, level, number);
                }
                return type.cast(memory.getShort(at) == 0 ? -1 : memory.getShort(at + 2) & 0xFFFF);
            case BOOLEAN:
                return type.cast(number(memory, at, length) != 0);
            default:
                return type.cast(number(memory, at, length));
        }
    }

    private int number(ByteBuffer memory, int at, int length) throws IOException {
        return OptionValues.number(memory, at, length, name, level, number);
    }

    static int checkLength(int length) {
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a socket option of " + length + " bytes; at most " + MAX_LENGTH + " are taken");
        }
        return length;
    }
}
