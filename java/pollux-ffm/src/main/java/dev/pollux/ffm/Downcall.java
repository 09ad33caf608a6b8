package dev.pollux.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * What the handles of both systems have in common. A handle takes the C arguments, each as a long, and returns a failure as
 * a negative code. An address is a 64-bit integer, so that no MemorySegment is made of it.
 *
 * <p>The fields that hold handles are static but not final, on purpose. The linker's code makes objects that the compiler
 * removes only if it inlines that code to its end. A handle in a final field would be inlined into its callers. At the end
 * of a chain of calls as long as a server's loop, the inlining stops half-way, and 40 bytes a call are left. A handle in a
 * field that could change is called, and compiled by itself, from its own first level on.
 */
final class Downcall {
    static final ValueLayout.OfInt INT = JAVA_INT;
    static final ValueLayout.OfLong LONG = JAVA_LONG;
    static final ValueLayout.OfLong ADDRESS = JAVA_LONG;

    private Downcall() {}

    /**
     * So many 64-bit integers, and one returned, whatever C declares. For each shape that the linker has not seen yet it
     * makes a class and some ten forms of handles. That was half of the time to start. The calling conventions for which
     * there are bindings (System V's on x86-64, Linux's on AArch64 and on RISC-V, Windows's on x86-64) pass an integer
     * argument in a register, or a slot, of that size. The callee reads as much of it as it has declared. Where the rest
     * must be the sign, it is. Arguments of 8 and 16 bits are not negative here. Of an int that is returned, the upper half
     * means nothing.
     */
    static FunctionDescriptor shape(int arguments) {
        MemoryLayout[] longs = new MemoryLayout[arguments];
        Arrays.fill(longs, LONG);
        return FunctionDescriptor.of(LONG, longs);
    }

    /** A handle declares Throwable but throws only what the JVM itself may throw anywhere. */
    static RuntimeException failed(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            return exception;
        }
        return new IllegalStateException(thrown);
    }
}
