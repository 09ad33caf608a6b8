package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Buffers that are views of memory of java.lang.foreign, on any system: those whose arena can be closed are refused. */
class ArenaBufferTest {
    /** An arena, by reflection: these tests are compiled for 17. */
    private static Object arena(String kind) throws Exception {
        assumeTrue(Runtime.version().feature() >= 22, "java.lang.foreign needs JDK 22");
        return Class.forName("java.lang.foreign.Arena").getMethod(kind).invoke(null);
    }

    private static ByteBuffer buffer(Object arena) throws Exception {
        Method allocate = Class.forName("java.lang.foreign.Arena").getMethod("allocate", long.class, long.class);
        Object segment = allocate.invoke(arena, 64L, 8L);
        return (ByteBuffer) Class.forName("java.lang.foreign.MemorySegment")
                .getMethod("asByteBuffer")
                .invoke(segment);
    }

    @Test
    void whatCanBeClosedIsRefused() throws Exception {
        for (String kind : new String[] {"ofConfined", "ofShared"}) {
            try (AutoCloseable arena = (AutoCloseable) arena(kind)) {
                ByteBuffer buffer = buffer(arena);
                assertThrows(IllegalArgumentException.class, () -> NativeBuffers.check(buffer), kind);
                ByteBuffer view = buffer.slice(1, 5).duplicate().asReadOnlyBuffer();
                assertThrows(IllegalArgumentException.class, () -> NativeBuffers.check(view), kind);
            }
        }
    }

    @Test
    void whatIsClosedIsRefusedByEachCall() throws Exception {
        AutoCloseable arena = (AutoCloseable) arena("ofShared");
        ByteBuffer buffer = buffer(arena);
        NativeBuffers.requireDirect(buffer);
        arena.close();
        assertThrows(IllegalStateException.class, () -> NativeBuffers.requireDirect(buffer));
        assertThrows(IllegalStateException.class, () -> NativeBuffers.requireWritable(buffer));
    }

    @Test
    void whatTheCollectorFreesIsTaken() throws Exception {
        ByteBuffer global = buffer(arena("global"));
        ByteBuffer automatic = buffer(arena("ofAuto"));
        assertSame(global, NativeBuffers.check(global));
        assertSame(automatic, NativeBuffers.check(automatic));
    }

    @Test
    void ordinaryBuffers() {
        ByteBuffer direct = ByteBuffer.allocateDirect(10);
        assertSame(direct, NativeBuffers.check(direct));
        ByteBuffer view = direct.slice(2, 3).asReadOnlyBuffer();
        assertSame(view, NativeBuffers.check(view));
        assertThrows(IllegalArgumentException.class, () -> NativeBuffers.check(ByteBuffer.allocate(1)));
    }
}
