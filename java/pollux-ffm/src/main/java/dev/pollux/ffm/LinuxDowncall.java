package dev.pollux.ffm;

import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** Links functions of the C library: a handle returns {@code -errno} in place of -1. See {@link Downcall}. */
@SuppressWarnings("restricted")
final class LinuxDowncall {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBRARY = LINKER.defaultLookup();
    private static final Linker.Option SAVE_ERRNO = Linker.Option.captureCallState("errno");
    private static final long ERRNO = CallState.offset("errno");

    private LinuxDowncall() {}

    /** The types are what C declares, for the reader: of the arguments their number is used, see {@link Downcall#shape}. */
    static MethodHandle of(LinuxSymbol symbol, MemoryLayout result, MemoryLayout... arguments) {
        return returningErrors(
                LINKER.downcallHandle(symbol.find(LIBRARY).orElseThrow(), Downcall.shape(arguments.length), SAVE_ERRNO),
                result);
    }

    /** Null if the C library has no such function. */
    static MethodHandle ofOptional(String name, MemoryLayout result, MemoryLayout... arguments) {
        MemorySegment function = LIBRARY.find(name).orElse(null);
        return function == null
                ? null
                : returningErrors(
                        LINKER.downcallHandle(function, Downcall.shape(arguments.length), SAVE_ERRNO), result);
    }

    /** A function declared with {@code ...} after so many arguments. */
    static MethodHandle variadic(LinuxSymbol symbol, int fixed, MemoryLayout result, MemoryLayout... arguments) {
        return returningErrors(
                LINKER.downcallHandle(
                        symbol.find(LIBRARY).orElseThrow(),
                        Downcall.shape(arguments.length),
                        SAVE_ERRNO,
                        Linker.Option.firstVariadicArg(fixed)),
                result);
    }

    private static MethodHandle returningErrors(MethodHandle downcall, MemoryLayout result) {
        return CallState.taken(downcall, MethodHandles.lookup(), result == Downcall.INT ? "ofInt" : "ofLong");
    }

    @SuppressWarnings("unused") // through handles, as that below
    private static long ofInt(long result) {
        return (int) result == -1 ? -CallState.code(ERRNO) : (int) result;
    }

    @SuppressWarnings("unused")
    private static long ofLong(long result) {
        return result == -1 ? -CallState.code(ERRNO) : result;
    }
}
