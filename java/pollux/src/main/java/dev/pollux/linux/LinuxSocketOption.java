package dev.pollux.linux;

import dev.pollux.internal.socket.OptionValues;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A socket option of Linux: its level and number (setsockopt(2)), and how its value lies in memory. Immutable. May be
 * called from any thread.
 *
 * <pre>{@code
 * LinuxSocketOption<Integer> cpu = LinuxSocketOption.ofInt("SO_INCOMING_CPU", 1, 49);
 * int processor = socket.getOption(cpu);
 * }</pre>
 *
 * @param <T> the value's type
 */
public final class LinuxSocketOption<T> implements SocketOption<T> {
    /** The most bytes that an option's value has here. */
    public static final int MAX_LENGTH = 1024;

    private enum Layout {
        INT,
        BOOLEAN,
        /** An int that the kernel doubles when it is set: the JDK's options hide that, and so do ours of their name. */
        DOUBLED,
        /** struct linger. The value is in seconds, negative for off. */
        LINGER,
        /** Characters without an end. */
        TEXT
    }

    private final String name;
    private final Class<T> type;
    private final int level;
    private final int number;
    private final Layout layout;

    private LinuxSocketOption(String name, Class<T> type, int level, int number, Layout layout) {
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
    public static LinuxSocketOption<Integer> ofInt(String name, int level, int number) {
        return new LinuxSocketOption<>(name, Integer.class, level, number, Layout.INT);
    }

    /**
     * Any option with an int of 0 or 1 for its value.
     *
     * @param name what messages call it
     * @param level the protocol level
     * @param number the option's number at that level
     * @return the option
     */
    public static LinuxSocketOption<Boolean> ofBoolean(String name, int level, int number) {
        return new LinuxSocketOption<>(name, Boolean.class, level, number, Layout.BOOLEAN);
    }

    /**
     * Any option with text for its value.
     *
     * @param name what messages call it
     * @param level the protocol level
     * @param number the option's number at that level
     * @return the option
     */
    public static LinuxSocketOption<String> ofText(String name, int level, int number) {
        return new LinuxSocketOption<>(name, String.class, level, number, Layout.TEXT);
    }

    static LinuxSocketOption<Integer> ofDoubled(String name, int level, int number) {
        return new LinuxSocketOption<>(name, Integer.class, level, number, Layout.DOUBLED);
    }

    static LinuxSocketOption<Integer> ofLinger(String name, int level, int number) {
        return new LinuxSocketOption<>(name, Integer.class, level, number, Layout.LINGER);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Class<T> type() {
        return type;
    }

    /** {@return the protocol level, SOL_SOCKET (1) for instance} */
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
            case TEXT:
                byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
                memory.put(at, text, 0, checkLength(text.length));
                return text.length;
            case LINGER:
                int seconds = (Integer) value;
                memory.putInt(at, seconds < 0 ? 0 : 1).putInt(at + 4, Math.max(0, seconds));
                return 8;
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
            case TEXT:
                byte[] text = new byte[length];
                memory.get(at, text);
                return type.cast(new String(text, StandardCharsets.UTF_8).replace("\0", ""));
            case LINGER:
                if (length != 8) {
                    throw OptionValues.otherLength(length, "8", name, level, number);
                }
                return type.cast(memory.getInt(at) == 0 ? -1 : memory.getInt(at + 4));
            case BOOLEAN:
                return type.cast(number(memory, at, length) != 0);
            case DOUBLED:
                return type.cast(number(memory, at, length) / 2);
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
