package dev.pollux.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.stream.IntStream;

/**
 * Where a call leaves its error code ({@code errno}, {@code GetLastError}): one segment a thread, made at the thread's first
 * call and freed after the thread. The JVM itself may change the code between the call and the next line of Java, which is
 * why the linker saves it.
 */
final class CallState {
    private static final StructLayout LAYOUT = Linker.Option.captureStateLayout();
    private static final ThreadLocal<CallState> OF_THREAD = ThreadLocal.withInitial(CallState::new);

    /**
     * All memory. A slice of this constant is of a class that the compiler knows without having watched it; it removes
     * the slices that the linker makes of it in turn.
     */
    @SuppressWarnings("restricted")
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private final MemorySegment segment = Arena.ofAuto().allocate(LAYOUT); // freed after its thread
    private final long address = segment.address();

    private CallState() {}

    /** Where a code of this name lies in the segment. */
    static long offset(String code) {
        return LAYOUT.byteOffset(PathElement.groupElement(code));
    }

    /**
     * Makes a handle that takes no state. The state is taken inside of the handle, to be compiled as one with the linker's
     * code.
     *
     * @param downcall takes the state, and the C arguments, int or long
     * @param results the class with a method that tells the handle's result by the call's and the state
     * @param result that method's name
     */
    static MethodHandle taken(MethodHandle downcall, MethodHandles.Lookup results, String result) {
        MethodType type = downcall.type();
        Class<?> number = type.returnType();
        try {
            MethodHandle told = results.findStatic(
                    results.lookupClass(), result, MethodType.methodType(number, number, MemorySegment.class));
            MethodHandle twice = MethodHandles.collectArguments(told, 0, downcall); // state, arguments, state
            int[] order = IntStream.concat(IntStream.range(0, type.parameterCount()), IntStream.of(0))
                    .toArray();
            MethodHandle once = MethodHandles.permuteArguments(twice, type, order);
            return MethodHandles.foldArguments(once, method("ofThread", MemorySegment.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a method of that class", e);
        }
    }

    /** Makes of a handle that takes a function's address and the state, in this order, one that takes them in the other. */
    static MethodHandle stateFirst(MethodHandle downcall) {
        MethodType type = downcall.type();
        int[] order = IntStream.range(0, type.parameterCount()).toArray();
        order[0] = 1;
        order[1] = 0;
        return MethodHandles.permuteArguments(
                downcall,
                type.changeParameterType(0, type.parameterType(1)).changeParameterType(1, type.parameterType(0)),
                order);
    }

    /** Makes of a handle that takes a function's address first, as a segment, one that takes it as a long. */
    static MethodHandle addressAsLong(MethodHandle downcall) {
        try {
            return MethodHandles.filterArguments(downcall, 0, method("function", MemorySegment.class, long.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a method of this class", e);
        }
    }

    private static MethodHandle method(String name, Class<?> result, Class<?>... arguments)
            throws ReflectiveOperationException {
        return MethodHandles.lookup().findStatic(CallState.class, name, MethodType.methodType(result, arguments));
    }

    @SuppressWarnings("unused") // through handles, as that below
    private static MemorySegment ofThread() {
        return MEMORY.asSlice(OF_THREAD.get().address, LAYOUT);
    }

    @SuppressWarnings("unused")
    private static MemorySegment function(long address) {
        return MEMORY.asSlice(address, 0);
    }
}
