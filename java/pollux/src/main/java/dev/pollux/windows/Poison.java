package dev.pollux.windows;

import java.nio.ByteBuffer;

/**
 * A pattern over the blocks that nothing should write to. Whatever the system completes, it writes the OVERLAPPED. So a
 * block that was freed too early shows it when it is used next.
 *
 * <p>The pattern covers the OVERLAPPED always, which costs some 10 ns, and the rest of the block as well, except a receive's
 * flags, if the system property {@value #PROPERTY} is true.
 */
final class Poison {
    /** System property: {@code true} to check whole blocks. */
    static final String PROPERTY = "dev.pollux.windows.poison";

    static final long PATTERN = 0xDBDB_DBDB_DBDB_DBDBL;
    private static final int END = Boolean.getBoolean(PROPERTY) ? Block.SIZE : Block.OVERLAPPED_SIZE;

    private Poison() {}

    static void put(ByteBuffer memory, int at) {
        for (int i = 0; i < END; i = next(i)) {
            memory.putLong(at + i, PATTERN);
        }
    }

    static boolean isIntact(ByteBuffer memory, int at) {
        long difference = 0;
        for (int i = 0; i < END; i = next(i)) {
            difference |= memory.getLong(at + i) ^ PATTERN;
        }
        return difference == 0;
    }

    /** Leaves out what is between the OVERLAPPED and the rest: the flags may be written late, see {@link Block#FLAGS}. */
    private static int next(int offset) {
        return offset + 8 == Block.OVERLAPPED_SIZE ? Block.HEADER_SIZE : offset + 8;
    }

    /** {@return the offset in the block of the first eight bytes that were written to} */
    static int firstWritten(ByteBuffer memory, int at) {
        for (int i = 0; i < END; i = next(i)) {
            if (memory.getLong(at + i) != PATTERN) {
                return i;
            }
        }
        return -1;
    }
}
