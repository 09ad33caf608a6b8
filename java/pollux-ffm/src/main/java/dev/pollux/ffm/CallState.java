package dev.pollux.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;

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
 * Where a call leaves errno: one segment a thread, made at the thread's first call and freed after the thread. The JVM
 * itself may change errno between the call and the next line of Java, which is why the linker saves it.
 */
final class CallState {
    private static final StructLayout LAYOUT = Linker.Option.captureStateLayout();
    private static final long ERRNO = LAYOUT.byteOffset(PathElement.groupElement("errno"));
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

    /**
     * Makes a handle that takes no state, and returns {@code -errno} in place of -1. The state is taken inside of the handle,
     * to be compiled as one with the linker's code.
     */
    static MethodHandle returningErrors(MethodHandle downcall) {
        MethodType type = downcall.type(); // the state, the C arguments; int or long
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Class<?> number = type.returnType();
            MethodHandle result = lookup.findStatic(
                    CallState.class, "result", MethodType.methodType(number, number, MemorySegment.class));
            MethodHandle twice = MethodHandles.collectArguments(result, 0, downcall); // state, arguments, state
            int[] order = IntStream.concat(IntStream.range(0, type.parameterCount()), IntStream.of(0))
                    .toArray();
            MethodHandle once = MethodHandles.permuteArguments(twice, type, order);
            MethodHandle state =
                    lookup.findStatic(CallState.class, "ofThread", MethodType.methodType(MemorySegment.class));
            return MethodHandles.foldArguments(once, state);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a method of this class", e);
        }
    }

    @SuppressWarnings("unused") // through handles, as those below
    private static MemorySegment ofThread() {
        return MEMORY.asSlice(OF_THREAD.get().address, LAYOUT);
    }

    @SuppressWarnings("unused")
    private static int result(int result, MemorySegment state) {
        return result == -1 ? -state.get(JAVA_INT, ERRNO) : result;
    }

    @SuppressWarnings("unused")
    private static long result(long result, MemorySegment state) {
        return result == -1 ? -state.get(JAVA_INT, ERRNO) : result;
    }
}
