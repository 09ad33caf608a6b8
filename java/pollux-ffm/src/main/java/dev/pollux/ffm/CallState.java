package dev.pollux.ffm;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
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

    // Of the JDK's classes alone: while a thread lives, so do its values, their classes, and the loaders of those.
    // The first is what a call looks at; the second keeps the memory that it points to.
    private static final ThreadLocal<long[]> ADDRESS = new ThreadLocal<>();
    private static final ThreadLocal<MemorySegment> SEGMENT = new ThreadLocal<>();

    @SuppressWarnings("restricted")
    private static final MemorySegment ALL_MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    @SuppressWarnings("restricted")
    private static final AddressLayout POINTER = ValueLayout.ADDRESS.withTargetLayout(LAYOUT);

    // The codes, and a pointer to them.
    private static final long POINTER_OFFSET = (LAYOUT.byteSize() + 7) / 8 * 8;

    private CallState() {}

    private static long[] make() {
        MemorySegment segment = Arena.ofAuto().allocate(POINTER_OFFSET + 8, 8); // freed after its thread
        long[] address = {segment.address()};
        segment.set(ValueLayout.JAVA_LONG, POINTER_OFFSET, address[0]);
        SEGMENT.set(segment);
        ADDRESS.set(address);
        return address;
    }

    /** Where a code of this name lies in a thread's state. */
    static long offset(String code) {
        return LAYOUT.byteOffset(PathElement.groupElement(code));
    }

    /** {@return the code that the thread's last call has left} */
    static int code(long offset) {
        return ALL_MEMORY.get(ValueLayout.JAVA_INT, ADDRESS.get()[0] + offset); // the call has made it
    }

    /**
     * Makes a handle that takes no state. The state is taken inside the handle, to be compiled as one with the linker's
     * code. What tells the result does without it, because a method that the compiler does not inline would keep it alive.
     *
     * <p>The segment that the linker wants is read through a pointer to it. The compiler is forced to inline all of that. A
     * slice it may refuse, depending on what it compiled before. And the segment is of a class that it knows without
     * having watched it. So it also removes the slice that the linker makes of it in turn.
     *
     * @param downcall takes the state, and the C arguments
     * @param results the class with a method that tells the handle's result by the call's
     * @param result that method's name
     */
    static MethodHandle taken(MethodHandle downcall, MethodHandles.Lookup results, String result) {
        try {
            MethodHandle told =
                    results.findStatic(results.lookupClass(), result, MethodType.methodType(long.class, long.class));
            MethodHandle telling = MethodHandles.filterReturnValue(downcall, told);
            return MethodHandles.foldArguments(telling, ofThread());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a method of that class", e);
        }
    }

    private static MethodHandle ofThread() throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodHandle read = lookup.findVirtual(
                MemorySegment.class,
                "get",
                MethodType.methodType(MemorySegment.class, AddressLayout.class, long.class));
        return MethodHandles.filterReturnValue(
                lookup.findStatic(CallState.class, "pointerAddress", MethodType.methodType(long.class)),
                MethodHandles.insertArguments(read, 0, ALL_MEMORY, POINTER));
    }

    @SuppressWarnings("unused") // through a handle
    private static long pointerAddress() {
        long[] address = ADDRESS.get();
        return (address != null ? address : make())[0] + POINTER_OFFSET;
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
            MethodHandle function = MethodHandles.lookup()
                    .findStatic(
                            MemorySegment.class, "ofAddress", MethodType.methodType(MemorySegment.class, long.class));
            return MethodHandles.filterArguments(downcall, 0, function);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a method of the JDK's", e);
        }
    }
}
