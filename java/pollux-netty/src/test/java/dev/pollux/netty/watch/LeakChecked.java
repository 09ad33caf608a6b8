package dev.pollux.netty.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * That the tests of a class have lost no buffer. Netty's leak detector is asked in the end. It looks after some of them, or with {@code
 * -Dio.netty.leakDetection.level=paranoid} after all.
 */
public abstract class LeakChecked {
    private static final String ON_PURPOSE = "lost on purpose";
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final AtomicInteger LOST = new AtomicInteger();
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void listen() {
        LEAKS.removeIf(LeakChecked::isOnPurpose); // of the class before, in this JVM
        ByteBufUtil.setLeakListener((type, records) -> LEAKS.add(records));
    }

    /** The detector tells of what the garbage collector has found: what is lost now is told after what was lost before. */
    @AfterAll
    static void nothingWasLost() {
        ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
        // The one that is lost now is to be seen, with its name. The next class in this JVM has the level that it was
        // told.
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        try {
            untilOneLostOnPurposeIsTold();
        } finally {
            ResourceLeakDetector.setLevel(before);
        }
        assertEquals(
                List.of(), LEAKS.stream().filter(each -> !isOnPurpose(each)).toList());
    }

    /** {@return true if a class of tests has lost it to see the detector at work} */
    public static boolean isOnPurpose(String records) {
        return records.contains(ON_PURPOSE);
    }

    private static void untilOneLostOnPurposeIsTold() {
        long startNanos = System.nanoTime();
        while (LEAKS.stream().noneMatch(LeakChecked::isOnPurpose)) {
            if (System.nanoTime() - startNanos > LIMIT_NANOS) {
                throw new AssertionError("the leak detector is not at work");
            }
            loseOne();
            System.gc();
            ByteBufAllocator.DEFAULT.directBuffer(1).release(); // it tells when one is allocated
        }
    }

    /** Each with a name of its own: what was told once in a JVM, the detector tells no more. */
    private static void loseOne() {
        ByteBufAllocator.DEFAULT.directBuffer(1).touch(ON_PURPOSE + " " + LOST.incrementAndGet());
    }
}
