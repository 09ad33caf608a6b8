package dev.pollux.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * A C function, linked when it is first called: what is never called is never linked. Its handle takes the C arguments, each
 * as a long, and returns a failure as a negative code. An address is a 64-bit integer, so that no MemorySegment is made of it.
 *
 * <p>The functions are constants, but their handles are not, on purpose. The linker's code makes objects that the compiler
 * removes only if it inlines that code to its end. A constant handle would be inlined into its callers. At the end of a
 * chain of calls as long as a server's loop, the inlining stops half-way, and 40 bytes a call are left. A handle in a field
 * that could change is called, and compiled by itself, from its own first level on.
 */
abstract class Downcall {
    static final ValueLayout.OfInt INT = JAVA_INT;
    static final ValueLayout.OfLong LONG = JAVA_LONG;
    static final ValueLayout.OfLong ADDRESS = JAVA_LONG;

    /** Null until the first call. Threads that call first at once each link: either handle will do. */
    private MethodHandle handle;

    /** Makes the handle. */
    abstract MethodHandle link();

    private MethodHandle linked() {
        MethodHandle made = link();
        handle = made;
        return made;
    }

    final long call(long first) {
        MethodHandle known = handle;
        try {
            return (long) (known != null ? known : linked()).invokeExact(first);
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    final long call(long first, long second) {
        MethodHandle known = handle;
        try {
            return (long) (known != null ? known : linked()).invokeExact(first, second);
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    final long call(long first, long second, long third) {
        MethodHandle known = handle;
        try {
            return (long) (known != null ? known : linked()).invokeExact(first, second, third);
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    final long call(long first, long second, long third, long fourth) {
        MethodHandle known = handle;
        try {
            return (long) (known != null ? known : linked()).invokeExact(first, second, third, fourth);
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    final long call(long first, long second, long third, long fourth, long fifth) {
        MethodHandle known = handle;
        try {
            return (long) (known != null ? known : linked()).invokeExact(first, second, third, fourth, fifth);
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    final long call(long first, long second, long third, long fourth, long fifth, long sixth) {
        MethodHandle known = handle;
        try {
            return (long) (known != null ? known : linked()).invokeExact(first, second, third, fourth, fifth, sixth);
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    final long call(long first, long second, long third, long fourth, long fifth, long sixth, long seventh) {
        MethodHandle known = handle;
        try {
            return (long)
                    (known != null ? known : linked()).invokeExact(first, second, third, fourth, fifth, sixth, seventh);
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    final long call(
            long first, long second, long third, long fourth, long fifth, long sixth, long seventh, long eighth) {
        MethodHandle known = handle;
        try {
            return (long) (known != null ? known : linked())
                    .invokeExact(first, second, third, fourth, fifth, sixth, seventh, eighth);
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

    final long call(
            long first,
            long second,
            long third,
            long fourth,
            long fifth,
            long sixth,
            long seventh,
            long eighth,
            long ninth) {
        MethodHandle known = handle;
        try {
            return (long) (known != null ? known : linked())
                    .invokeExact(first, second, third, fourth, fifth, sixth, seventh, eighth, ninth);
        } catch (Throwable thrown) {
            throw failed(thrown);
        }
    }

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
