package dev.pollux.internal.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.NeedsNoBinding;
import dev.pollux.internal.readiness.SegmentPool.Places;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@NeedsNoBinding
class SegmentPoolTest {
    private final ChunkPool chunks = new ChunkPool();
    private final SegmentPool pool = chunks.segments;

    @Test
    void theLastOneThatIsLongEnoughIsTaken() {
        Places first = new Places(512);
        Places second = new Places(512);
        Places longest = new Places(1024);
        pool.giveBack(first);
        pool.giveBack(longest);
        pool.giveBack(second);
        assertSame(longest, pool.take(600));
        assertNull(pool.take(600));
        assertSame(second, pool.take(512));
        assertSame(first, pool.take(1));
        assertNull(pool.take(1));
    }

    @Test
    void whatABurstLeavesIsGivenBackByHalves() {
        for (int i = 0; i < 3 * SegmentPool.MAX_SPARE; i++) {
            pool.giveBack(new Places(256));
        }
        assertTrue(chunks.isGrown());
        chunks.trim(); // they were given back since the last time
        assertEquals(SegmentPool.MAX_SPARE, takeAll().size());
        for (int i = 0; i < 7; i++) {
            assertTrue(chunks.isGrown());
            chunks.trim();
        }
        assertTrue(chunks.isGrown(), "the first of these found none that were not used");
        chunks.trim();
        assertFalse(chunks.isGrown());
    }

    /** Takes all there are, and gives them back. */
    private List<Places> takeAll() {
        List<Places> all = new ArrayList<>();
        for (Places places = pool.take(1); places != null; places = pool.take(1)) {
            all.add(places);
        }
        all.forEach(pool::giveBack);
        return all;
    }

    @Test
    void whatASteadyLoadUsesIsKept() {
        pool.giveBack(new Places(256));
        for (int i = 0; i < 20; i++) {
            assertEquals(1, takeAll().size());
            chunks.trim();
        }
    }

    /** Held ones are in the way of a move within the same places, and of one to longer ones. */
    @Test
    void orderOutlastsMovesAndGrowth() {
        WriteSegments segments = new WriteSegments();
        List<ByteBuffer> held = new ArrayList<>();
        List<ByteBuffer> released = new ArrayList<>();
        for (int burst = 0; burst < 3; burst++) {
            for (int i = 0; i < 1000; i++) {
                ByteBuffer buffer = ByteBuffer.allocate(1);
                held.add(buffer);
                segments.hold(buffer, any -> {}, chunks);
            }
            assertTrue(segments.room() >= 1000);
            segments.skipAll();
            for (int i = 0; i < 700; i++) {
                release(segments, released);
            }
            for (int i = 0; i < 1000; i++) {
                ByteBuffer buffer = ByteBuffer.allocate(1);
                held.add(buffer);
                segments.hold(buffer, any -> {}, chunks);
            }
            segments.skipAll();
            while (segments.hasWritten()) {
                release(segments, released);
            }
            assertEquals(0, segments.room());
        }
        assertEquals(held.size(), released.size());
        for (int i = 0; i < held.size(); i++) {
            assertSame(held.get(i), released.get(i));
        }
        for (Places places : takeAll()) {
            for (int i = 0; i < places.length(); i++) {
                assertNull(places.buffers[i]);
                assertNull(places.releases[i]);
            }
        }
    }

    private void release(WriteSegments segments, List<ByteBuffer> released) {
        segments.nextWritten(chunks);
        released.add(segments.forgetWritten(chunks));
    }
}
