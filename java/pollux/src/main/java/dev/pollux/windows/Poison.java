package dev.pollux.windows;

import java.nio.ByteBuffer;

/**
 * A pattern over the blocks that nothing should write to. Whatever the system completes, it writes the OVERLAPPED; so a
 * block that was freed too early shows it when it is used next.
 *
 * <p>The pattern covers the head of the block always, which costs some 10 ns, and the whole block if the system property
 * {@value #PROPERTY} is true.
 */
final class Poison {
    /** System property: {@code true} to check whole blocks. */
    static final String PROPERTY = "dev.pollux.windows.poison";

    static final long PATTERN = 0xDBDB_DBDB_DBDB_DBDBL;
    private static final int LENGTH = Boolean.getBoolean(PROPERTY) ? Block.SIZE : Block.HEADER_SIZE;

    private Poison() {}

    static void put(ByteBuffer memory, int at) {
        for (int i = at; i < at + LENGTH; i += 8) {
            memory.putLong(i, PATTERN);
        }
    }

    static boolean isIntact(ByteBuffer memory, int at) {
        long difference = 0;
        for (int i = at; i < at + LENGTH; i += 8) {
            difference |= memory.getLong(i) ^ PATTERN;
        }
        return difference == 0;
    }

    /** {@return the offset in the block of the first eight bytes that were written to} */
    static int firstWritten(ByteBuffer memory, int at) {
        for (int i = 0; i < LENGTH; i += 8) {
            if (memory.getLong(at + i) != PATTERN) {
                return i;
            }
        }
        return -1;
    }
}
