package dev.pollux.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Links functions of the C library. A handle takes the C arguments, and returns an error as a negative code; an address is
 * a C long, so that no MemorySegment is made of it.
 *
 * <p>The fields that hold handles are static but not final, on purpose. The linker's code makes objects that the compiler
 * removes only if it inlines that code to its end. A handle in a final field would be inlined into its callers; at the end
 * of a chain of calls as long as a server's loop, the inlining stops half-way, and 40 bytes a call are left. A handle in a
 * field that could change is called, and compiled by itself, from its own first level on.
 */
@SuppressWarnings("restricted")
final class Downcall {
    static final ValueLayout.OfInt INT = JAVA_INT;
    static final ValueLayout.OfLong LONG = JAVA_LONG;
    static final ValueLayout.OfLong ADDRESS = JAVA_LONG;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = LINKER.defaultLookup();
    private static final Linker.Option SAVE_ERRNO = Linker.Option.captureCallState("errno");

    private Downcall() {}

    static MethodHandle of(Symbol symbol, MemoryLayout result, MemoryLayout... arguments) {
        return CallState.returningErrors(LINKER.downcallHandle(
                symbol.find(LIBRARY).orElseThrow(), FunctionDescriptor.of(result, arguments), SAVE_ERRNO));
    }

    /** A function declared with {@code ...} after so many arguments. */
    static MethodHandle variadic(Symbol symbol, int fixed, MemoryLayout result, MemoryLayout... arguments) {
        return CallState.returningErrors(LINKER.downcallHandle(
                symbol.find(LIBRARY).orElseThrow(),
                FunctionDescriptor.of(result, arguments),
                SAVE_ERRNO,
                Linker.Option.firstVariadicArg(fixed)));
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
