package dev.pollux.internal.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.NeedsNoBinding;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

@NeedsNoBinding
class ChunkPoolTest {
    private final ChunkPool pool = new ChunkPool();

    /** Takes so many, and gives them back. */
    private void use(int count) {
        ByteBuffer[] chunks = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            chunks[i] = pool.take();
        }
        for (ByteBuffer chunk : chunks) {
            pool.giveBack(chunk);
        }
    }

    @Test
    void keepsNoMoreThanItsBound() {
        use(3 * ChunkPool.MAX_SPARE);
        assertEquals(ChunkPool.MAX_SPARE, pool.spareCount());
    }

    @Test
    void whatABurstLeavesIsGivenBackByHalves() {
        use(1000);
        assertTrue(pool.isGrown());
        pool.trim(); // the burst was since the last time
        assertEquals(1000, pool.spareCount());
        for (int before = 1000; pool.isGrown(); before = pool.spareCount()) {
            pool.trim();
            assertTrue(pool.spareCount() < before, () -> pool.spareCount() + " are kept for ever");
        }
        assertEquals(ChunkPool.KEPT_SPARE, pool.spareCount());
        pool.trim();
        assertEquals(ChunkPool.KEPT_SPARE, pool.spareCount());
    }

    @Test
    void whatASteadyLoadUsesIsKept() {
        use(1000);
        for (int i = 0; i < 20; i++) {
            pool.trim();
            use(1000);
            assertEquals(1000, pool.spareCount());
        }
        for (int i = 0; i < 40; i++) {
            pool.trim();
            use(600);
        }
        assertEquals(600, pool.spareCount(), "what is used is kept, and no more");
    }

    @Test
    void aFewAreNeverTrimmed() {
        use(ChunkPool.KEPT_SPARE);
        assertFalse(pool.isGrown());
        for (int i = 0; i < 5; i++) {
            pool.trim();
        }
        assertEquals(ChunkPool.KEPT_SPARE, pool.spareCount());
        ByteBuffer last = pool.take();
        pool.giveBack(last);
        assertSame(last, pool.take());
    }
}
