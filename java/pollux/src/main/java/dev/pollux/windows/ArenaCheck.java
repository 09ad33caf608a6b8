package dev.pollux.windows;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Tells on JDK 22 and newer whether a buffer is a view of a memory segment whose arena can be closed.
 *
 * <p>The JDK has no question for that. But it has a class of scope for each kind of arena, and those of what can't be closed
 * are learnt here from samples.
 */
final class ArenaCheck {
    private static final MethodHandle SCOPE_OF_BUFFER = find();
    private static final Set<Class<?>> SAFE = safeScopes();

    private ArenaCheck() {}

    static boolean isCloseable(ByteBuffer buffer) {
        return !SAFE.isEmpty() && !SAFE.contains(scopeClass(buffer));
    }

    /** Null before JDK 22. */
    private static MethodHandle find() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
            Class<?> scope = Class.forName("java.lang.foreign.MemorySegment$Scope");
            MethodHandle ofBuffer =
                    lookup.findStatic(segment, "ofBuffer", MethodType.methodType(segment, java.nio.Buffer.class));
            MethodHandle scopeOf = lookup.findVirtual(segment, "scope", MethodType.methodType(scope));
            return MethodHandles.filterReturnValue(ofBuffer, scopeOf)
                    .asType(MethodType.methodType(Object.class, ByteBuffer.class));
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }

    private static Class<?> scopeClass(ByteBuffer buffer) {
        try {
            return ((Object) SCOPE_OF_BUFFER.invokeExact(buffer)).getClass();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("MemorySegment.ofBuffer declares no exception", e);
        }
    }

    /** Empty if the JDK has no arenas, or its closeable ones can't be told by their class. */
    private static Set<Class<?>> safeScopes() {
        if (SCOPE_OF_BUFFER == null) {
            return Set.of();
        }
        try {
            Class<?> arena = Class.forName("java.lang.foreign.Arena");
            Class<?> plain = scopeClass(ByteBuffer.allocateDirect(8));
            Class<?> automatic =
                    scopeClass(arenaBuffer(arena.getMethod("ofAuto").invoke(null)));
            Class<?> global = scopeClass(arenaBuffer(arena.getMethod("global").invoke(null)));
            for (String closeable : new String[] {"ofShared", "ofConfined"}) {
                try (AutoCloseable opened =
                        (AutoCloseable) arena.getMethod(closeable).invoke(null)) {
                    Class<?> found = scopeClass(arenaBuffer(opened));
                    if (found == plain || found == automatic || found == global) {
                        return Set.of();
                    }
                }
            }
            return Set.copyOf(java.util.List.of(plain, automatic, global));
        } catch (Exception | LinkageError e) {
            return Set.of();
        }
    }

    private static ByteBuffer arenaBuffer(Object arena) throws ReflectiveOperationException {
        Object segment = Class.forName("java.lang.foreign.SegmentAllocator")
                .getMethod("allocate", long.class, long.class)
                .invoke(arena, 8L, 8L);
        return (ByteBuffer) Class.forName("java.lang.foreign.MemorySegment")
                .getMethod("asByteBuffer")
                .invoke(segment);
    }
}
