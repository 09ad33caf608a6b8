package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
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
    void whatIsClosedIsRefused() throws Exception {
        AutoCloseable arena = (AutoCloseable) arena("ofShared");
        ByteBuffer buffer = buffer(arena);
        arena.close();
        assertThrows(IllegalArgumentException.class, () -> NativeBuffers.check(buffer));
        assertThrows(IllegalArgumentException.class, () -> NativeBuffers.checkWritable(buffer));
    }

    /** However many safe ones are remembered, and in whichever place. */
    @Test
    void noneIsTakenForAnother() throws Exception {
        try (AutoCloseable arena = (AutoCloseable) arena("ofShared")) {
            for (int i = 0; i < 20_000; i++) {
                ByteBuffer safe = ByteBuffer.allocateDirect(0);
                assertSame(safe, NativeBuffers.check(safe));
                assertSame(safe, NativeBuffers.check(safe));
                if (i % 100 == 0) {
                    ByteBuffer unsafe = buffer(arena);
                    assertThrows(IllegalArgumentException.class, () -> NativeBuffers.check(unsafe));
                    assertThrows(IllegalArgumentException.class, () -> NativeBuffers.check(unsafe));
                }
            }
        }
    }

    /** Even after the compiler was shown buffers of several kinds, which makes it keep the objects of each question. */
    @Test
    void buffersInSteadyUseLeaveNothingBehind() throws Exception {
        ByteBuffer[] kinds = {
            ByteBuffer.allocateDirect(8),
            ByteBuffer.allocateDirect(8).asReadOnlyBuffer(),
            ByteBuffer.allocateDirect(8).slice(1, 2),
            buffer(arena("global")),
            buffer(arena("ofAuto")),
        };
        for (int i = 0; i < 20_000; i++) {
            NativeBuffers.check(kinds[i % kinds.length].duplicate());
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = -1;
        for (int round = 0; round < 8 && allocated != 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                NativeBuffers.check(kinds[i % kinds.length]);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertEquals(0, allocated);
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
