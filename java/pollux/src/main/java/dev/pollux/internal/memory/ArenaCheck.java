package dev.pollux.internal.memory;

import static java.lang.invoke.MethodHandles.filterReturnValue;
import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/**
 * Tells on JDK 22 and newer whether a buffer is a view of a memory segment whose arena can be closed.
 *
 * <p>The JDK has no question for that. But it has a class of scope for each kind of arena, and those of what can't be closed
 * are learnt here from samples.
 */
public final class ArenaCheck {
    /** Gives the class of a buffer's scope, or is null before JDK 22. It is not final: see docs/decisions/0002. */
    private static MethodHandle scopeClassOf = find();

    private static final Set<Class<?>> SAFE = safeScopes();

    private static final int SETS = 1024;
    private static final int WAYS = 4;

    /**
     * Buffers that were found safe, by their identity, so that a buffer in steady use is asked about once. Weak, so that
     * none is kept. Any thread may write any place at any time: what stands there was checked before, or is not found.
     */
    private static final WeakReference<ByteBuffer>[] KNOWN = places();

    private static int nextWay;

    private ArenaCheck() {}

    /** Some 10 ns for one that was not asked about lately. Then two small objects may be left behind. */
    public static boolean isCloseable(ByteBuffer buffer) {
        if (SAFE.isEmpty() || isKnown(buffer)) {
            return false;
        }
        if (!SAFE.contains(scopeClass(buffer))) {
            return true;
        }
        KNOWN[set(buffer) + (nextWay++ & WAYS - 1)] = new WeakReference<>(buffer);
        return false;
    }

    private static boolean isKnown(ByteBuffer buffer) {
        int set = set(buffer);
        for (int i = set; i < set + WAYS; i++) {
            WeakReference<ByteBuffer> known = KNOWN[i];
            if (known != null && known.refersTo(buffer)) {
                return true;
            }
        }
        return false;
    }

    private static int set(ByteBuffer buffer) {
        return (System.identityHashCode(buffer) & SETS - 1) * WAYS;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // there are no arrays of a generic type
    private static WeakReference<ByteBuffer>[] places() {
        return new WeakReference[SAFE.isEmpty() ? 0 : SETS * WAYS];
    }

    private static MethodHandle find() {
        if (Runtime.version().feature() < 22) {
            return null; // a preview, at most
        }
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
            Class<?> scope = Class.forName("java.lang.foreign.MemorySegment$Scope");
            MethodHandle ofBuffer = lookup.findStatic(segment, "ofBuffer", methodType(segment, Buffer.class));
            MethodHandle scopeOf = lookup.findVirtual(segment, "scope", methodType(scope));
            MethodHandle classOf = lookup.findVirtual(Object.class, "getClass", methodType(Class.class));
            // One handle for all three, so that the compiler removes the objects between them.
            return filterReturnValue(
                            filterReturnValue(ofBuffer, scopeOf), classOf.asType(methodType(Class.class, scope)))
                    .asType(methodType(Class.class, ByteBuffer.class));
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }

    private static Class<?> scopeClass(ByteBuffer buffer) {
        try {
            return (Class<?>) scopeClassOf.invokeExact(buffer);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("MemorySegment.ofBuffer declares no exception", e);
        }
    }

    /** Empty if the JDK has no arenas, or its closeable ones can't be told by their class. */
    private static Set<Class<?>> safeScopes() {
        if (scopeClassOf == null) {
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
            return Set.copyOf(List.of(plain, automatic, global));
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
