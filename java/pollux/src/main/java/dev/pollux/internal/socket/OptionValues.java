package dev.pollux.internal.socket;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What {@code getsockopt} has answered, read by the length that it says. May be called from any thread. */
public final class OptionValues {
    private OptionValues() {}

    /**
     * Reads an int, or the one byte that some options are.
     *
     * @param memory where the value is
     * @param at its offset
     * @param length how many bytes the system gave
     * @param name the option's name
     * @param level its level
     * @param number its number
     * @return the value
     * @throws IOException if it has another length
     */
    public static int number(ByteBuffer memory, int at, int length, String name, int level, int number)
            throws IOException {
        if (length == 4) {
            return memory.getInt(at);
        }
        if (length == 1) {
            return memory.get(at) & 0xFF;
        }
        throw otherLength(length, "4 or 1", name, level, number);
    }

    /**
     * {@return what is said of a value that can't be read, because its length is another one}
     *
     * @param length how many bytes the system gave
     * @param expected how many were expected
     * @param name the option's name
     * @param level its level
     * @param number its number
     */
    public static IOException otherLength(int length, String expected, String name, int level, int number) {
        return new IOException("getsockopt: the value of " + name + " has " + length + " bytes, but " + expected
                + " were expected; getRawOption(" + level + ", " + number + ", …) reads any");
    }

    /**
     * Refuses a value of which the system gave too little: what lies behind is of an earlier call.
     *
     * @param length how many bytes the system gave
     * @param size how many it has
     * @param name the option's name
     * @throws IOException if there are fewer
     */
    public static void checkWhole(int length, int size, String name) throws IOException {
        if (length < size) {
            throw new IOException(
                    "getsockopt: the system gave " + length + " bytes of " + name + ", which has " + size + " bytes");
        }
    }
}
