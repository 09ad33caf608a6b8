package dev.pollux.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.NeedsNoBinding;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slabs, states and poison, on any system: no native call is made, and addresses are invented. */
@NeedsNoBinding
class OverlappedPoolTest {
    /** Where the next slab is to lie; slabs neither touch nor come in order. */
    private long nextAddress = 0x7FFF_0000_0000L;

    private long address(ByteBuffer slab) {
        nextAddress -= slab.capacity() + 4096;
        return nextAddress;
    }

    private OverlappedPool pool() {
        return new OverlappedPool(this::address);
    }

    @Test
    void everyAddressLeadsBackToItsOwn() {
        OverlappedPool pool = pool();
        List<Overlapped> all = new ArrayList<>();
        Set<Long> addresses = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            Overlapped one = pool.acquire();
            all.add(one);
            assertTrue(addresses.add(one.address()), "given out twice");
            assertEquals(0, one.address() % 16);
        }
        assertEquals(all.size(), pool.outstanding());
        for (Overlapped one : all) {
            assertSame(one, pool.find(one.address()));
        }
    }

    @Test
    void blocksDoNotOverlap() {
        OverlappedPool pool = pool();
        List<Overlapped> all = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            all.add(pool.acquire());
        }
        all.sort((a, b) -> Long.compare(a.address(), b.address()));
        for (int i = 1; i < all.size(); i++) {
            assertTrue(all.get(i).address() - all.get(i - 1).address() >= Block.SIZE);
        }
    }

    @Test
    void whatIsNoBlocksBeginningLeadsNowhere() {
        OverlappedPool pool = pool();
        assertNull(pool.find(0), "before there is a slab");
        for (int i = 0; i < 300; i++) {
            Overlapped one = pool.acquire();
            for (int inside = 1; inside < Block.SIZE; inside++) {
                assertNull(pool.find(one.address() + inside));
            }
        }
        for (long foreign :
                new long[] {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, Iocp.RESERVED_KEY, 0x7FFF_FFFF_0000L}) {
            assertNull(pool.find(foreign), () -> Long.toHexString(foreign));
        }
    }

    @Test
    void justBeyondASlab() {
        OverlappedPool pool = pool();
        Overlapped first = pool.acquire();
        int slab = pool.capacity();
        Overlapped last = first;
        for (int i = 1; i < slab; i++) {
            last = pool.acquire();
        }
        assertEquals(slab, pool.capacity(), "one slab");
        assertEquals(first.address() + (slab - 1L) * Block.SIZE, last.address());
        assertNull(pool.find(last.address() + Block.SIZE));
        assertNull(pool.find(first.address() - Block.SIZE));
    }

    @Test
    void lastGivenBackIsFirstTaken() {
        OverlappedPool pool = pool();
        Overlapped a = pool.acquire();
        Overlapped b = pool.acquire();
        int generation = a.generation();
        a.release();
        b.release();
        assertEquals(0, pool.outstanding());
        assertSame(b, pool.acquire());
        assertSame(a, pool.acquire());
        assertNotEquals(generation, a.generation());
    }

    /** Or a thread that read the list before would take its old beginning for the new one, and a stale next with it. */
    @Test
    void theListIsAnotherAfterATakeAndAGiveBack() {
        OverlappedPool pool = pool();
        pool.acquire().release();
        int before = pool.listCount();
        Overlapped same = pool.acquire();
        assertNotEquals(before, pool.listCount());
        same.release();
        assertNotEquals(before, pool.listCount());
        assertSame(same, pool.acquire());
    }

    @Test
    void growsOnlyForWhatIsOutstandingAtOnce() {
        OverlappedPool pool = pool();
        for (int i = 0; i < 10_000; i++) {
            pool.acquire().release();
        }
        assertEquals(32, pool.capacity());
    }

    @Test
    void everyWrongTransitionIsRefused() {
        Overlapped operation = pool().acquire();
        assertThrows(IllegalStateException.class, operation::completed, "nothing was submitted");
        assertThrows(IllegalStateException.class, operation::reset);
        assertThrows(IllegalStateException.class, operation::status);
        operation.begin(true);
        assertTrue(operation.isPending());
        assertThrows(IllegalStateException.class, operation::release, "the system may write to it");
        assertThrows(IllegalStateException.class, operation::reset);
        assertThrows(IllegalStateException.class, () -> operation.begin(true), "submitted twice");
        assertThrows(IllegalStateException.class, () -> operation.hold(this));
        assertThrows(IllegalStateException.class, operation::bytes);
        assertThrows(IllegalStateException.class, operation::error);
        operation.completed();
        assertTrue(operation.isCompleted());
        assertThrows(IllegalStateException.class, operation::completed, "completed twice");
        assertThrows(IllegalStateException.class, () -> operation.begin(true), "not reset");
        operation.reset();
        operation.begin(true);
        operation.refused();
        operation.release();
        assertThrows(IllegalStateException.class, operation::release, "released twice");
        assertThrows(IllegalStateException.class, operation::completed, "a completion of what is free");
        assertThrows(IllegalStateException.class, () -> operation.begin(true));
    }

    @Test
    void whatIsHeldIsDroppedAtTheEndAndNotBefore() {
        OverlappedPool pool = pool();
        Overlapped operation = pool.acquire();
        for (int i = 0; i < 20; i++) {
            operation.hold(new Object());
        }
        operation.attach("mine");
        operation.begin(true);
        operation.publish();
        assertEquals(20, operation.heldCount());
        operation.completed();
        assertEquals(0, operation.heldCount());
        operation.reset();
        operation.hold(this);
        operation.begin(true);
        operation.refused();
        assertEquals(0, operation.heldCount());
        assertEquals("mine", operation.attachment());
        operation.release();
        assertNull(pool.acquire().attachment());
    }

    @Test
    void aSubmissionBeginsWithACleanOverlapped() {
        Overlapped operation = pool().acquire();
        operation.begin(false);
        for (int i = 0; i < Block.OVERLAPPED_SIZE; i += 8) {
            assertEquals(0, operation.memory.getLong(operation.at + i));
        }
        operation.completed();
        assertEquals(0, operation.status());
        assertEquals(0, operation.bytes());
        assertEquals(0, operation.flags());
    }

    @Test
    void writingToWhatIsFreeIsDetected() {
        OverlappedPool pool = pool();
        for (int offset = 0; offset < Block.OVERLAPPED_SIZE; offset += 4) {
            Overlapped operation = pool.acquire();
            operation.release();
            operation.memory.putInt(operation.at + offset, 0);
            IllegalStateException found = assertThrows(IllegalStateException.class, pool::acquire);
            assertTrue(found.getMessage().contains(Long.toHexString(operation.address())), found.getMessage());
            assertEquals(0, pool.outstanding());
            assertNotEquals(operation, pool.acquire(), "never handed out again");
            pool.find(operation.address()).toString();
            for (int i = 0; i < 40 && pool.outstanding() < 40; i++) {
                assertNotEquals(operation.address(), pool.acquire().address());
            }
            pool = pool();
        }
    }

    /** Winsock writes a receive's flags on its way out of the call, when the block may have been released already. */
    @Test
    void flagsThatAreWrittenLateHarmNothing() {
        Overlapped operation = pool().acquire();
        operation.begin(true);
        long plain = operation.flagsAddress();
        operation.completed();
        operation.release();
        operation.memory.putInt(operation.at + Block.FLAGS, 0).putInt(operation.at + Block.REQUESTED_FLAGS, 0);
        operation.acquired();
        operation.begin(true);
        operation.putFlags(WinsockStreamSocket.PEEK);
        assertNotEquals(plain, operation.flagsAddress());
        operation.memory.putInt(operation.at + Block.FLAGS, 0);
        operation.completed();
        assertEquals(WinsockStreamSocket.PEEK, operation.flags());
    }

    @Test
    void whatFailsBeforeTheCallLeavesItIdle() {
        Overlapped operation = pool().acquire();
        operation.hold("before");
        assertThrows(NullPointerException.class, () -> operation.begin((ByteBuffer) null));
        assertEquals(0, operation.heldCount());
        assertThrows(NullPointerException.class, () -> operation.begin(new ByteBuffer[] {null}, 0, 1, false));
        assertEquals(0, operation.heldCount());
        assertFalse(operation.isPending());
        operation.release();
    }

    @Test
    void closedPoolIsFreedWithItsLast() {
        OverlappedPool pool = pool();
        Overlapped a = pool.acquire();
        Overlapped b = pool.acquire();
        pool.close();
        pool.close();
        assertThrows(IllegalStateException.class, pool::acquire);
        assertSame(a, pool.find(a.address()), "still there: it is outstanding");
        a.release();
        assertSame(b, pool.find(b.address()));
        b.release();
        assertEquals(0, pool.capacity());
        assertNull(pool.find(b.address()));
    }

    private static void acquireAndRelease(OverlappedPool pool, int count) {
        List<Overlapped> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(pool.acquire());
        }
        all.forEach(Overlapped::release);
    }

    @Test
    void whatWasNotNeededSinceTheLastTrimIsDropped() {
        OverlappedPool pool = pool();
        acquireAndRelease(pool, 100_000);
        int grown = pool.capacity();
        assertTrue(pool.isGrown());
        pool.trim(); // of a time when it was needed
        assertEquals(grown, pool.capacity());
        for (int i = 0; i < 20; i++) {
            acquireAndRelease(pool, 1024);
            pool.trim();
        }
        assertTrue(pool.capacity() <= 4096, () -> pool.capacity() + " blocks");
        acquireAndRelease(pool, 30_000);
        assertEquals(0, pool.outstanding());
    }

    @Test
    void aSteadyLoadKeepsItsOwn() {
        OverlappedPool pool = pool();
        acquireAndRelease(pool, 100_000);
        int grown = pool.capacity();
        for (int i = 0; i < 5; i++) {
            pool.trim(); // when nothing is taken
            acquireAndRelease(pool, 100_000);
        }
        assertEquals(grown, pool.capacity());
    }

    @Test
    void whatIsTakenStaysWhereItIs() {
        OverlappedPool pool = pool();
        List<Overlapped> all = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            all.add(pool.acquire());
        }
        List<Overlapped> taken = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (i % 9000 == 8000) {
                taken.add(all.get(i));
            } else {
                all.get(i).release();
            }
        }
        for (int i = 0; i < 10; i++) {
            pool.trim();
        }
        assertTrue(pool.capacity() < all.size(), "something was dropped");
        for (Overlapped each : taken) {
            assertSame(each, pool.find(each.address()));
        }
        for (int burst = 0; burst < 5; burst++) { // into the places of what was dropped, too
            acquireAndRelease(pool, 60_000);
            for (int i = 0; i < 10; i++) {
                pool.trim();
            }
        }
        taken.forEach(Overlapped::release);
        assertEquals(0, pool.outstanding());
        everyAddressLeadsBack(pool, 10_000);
    }

    private static void everyAddressLeadsBack(OverlappedPool pool, int count) {
        List<Overlapped> all = new ArrayList<>();
        Set<Long> addresses = new HashSet<>();
        for (int i = 0; i < count; i++) {
            Overlapped one = pool.acquire();
            all.add(one);
            assertTrue(addresses.add(one.address()), "given out twice");
            assertSame(one, pool.find(one.address()));
        }
        all.forEach(Overlapped::release);
    }

    /**
     * This thread grows the pool and trims it, while others take and give back. These yield when they hold nothing: where
     * there are more threads than processors, most slabs are free then when this one runs, so that there is something to drop.
     */
    @Test
    @Timeout(60)
    void threadsNeverShareOneWhileItIsTrimmed() throws Exception {
        OverlappedPool pool = pool();
        int threads = 3;
        int drops = 300;
        AtomicInteger running = new AtomicInteger(threads);
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        int dropped = 0;
        List<Future<?>> all = new ArrayList<>();
        try {
            for (int t = 0; t < threads; t++) {
                Object owner = "thread " + t;
                Random random = new Random(t);
                all.add(executor.submit(() -> {
                    try {
                        while (!enough.get()) {
                            takeAndGiveBack(pool, owner, random.nextInt(100) == 0 ? 1000 : random.nextInt(50));
                            Thread.yield();
                        }
                    } finally {
                        running.decrementAndGet();
                    }
                    return null;
                }));
            }
            while (running.get() == threads && dropped < drops) {
                int before = pool.capacity();
                if (before < 12_000) {
                    takeAndGiveBack(pool, "this thread", 12_000);
                } else {
                    pool.trim();
                    dropped += pool.capacity() < before ? 1 : 0;
                }
            }
        } finally {
            enough.set(true);
            executor.shutdown();
        }
        for (Future<?> one : all) {
            one.get();
        }
        assertEquals(drops, dropped);
        assertEquals(0, pool.outstanding());
        everyAddressLeadsBack(pool, 20_000);
    }

    private static void takeAndGiveBack(OverlappedPool pool, Object owner, int count) {
        Overlapped[] mine = new Overlapped[count];
        for (int i = 0; i < count; i++) {
            mine[i] = pool.acquire();
            assertNull(mine[i].attachment(), "two have it");
            mine[i].attach(owner);
        }
        for (Overlapped one : mine) {
            assertSame(owner, one.attachment());
            assertSame(one, pool.find(one.address()));
            one.release();
        }
    }

    @Test
    void threadsNeverShareOne() throws Exception {
        OverlappedPool pool = pool();
        int threads = 4;
        Set<Overlapped> taken =
                Collections.synchronizedSet(Collections.newSetFromMap(new java.util.IdentityHashMap<>()));
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                all.add(executor.submit(() -> {
                    start.await();
                    Overlapped[] mine = new Overlapped[16];
                    for (int round = 0; round < 5_000; round++) {
                        for (int i = 0; i < mine.length; i++) {
                            mine[i] = pool.acquire();
                            assertTrue(taken.add(mine[i]), "two have it");
                        }
                        for (Overlapped one : mine) {
                            assertTrue(taken.remove(one));
                            one.release();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            executor.shutdownNow();
        }
        assertEquals(0, pool.outstanding());
        assertFalse(pool.capacity() > 128, () -> "capacity " + pool.capacity());
    }
}
