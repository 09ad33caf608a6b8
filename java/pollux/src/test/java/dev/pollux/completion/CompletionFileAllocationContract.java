package dev.pollux.completion;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.management.ThreadMXBean;
import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.binding.Platform;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An operation of a file allocates nothing, neither on the thread that polls nor on those that the port has for its files. */
@Timeout(120)
public abstract class CompletionFileAllocationContract extends CompletionFileFixture {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int CLEAN_ROUNDS = 10;
    private static final int IN_FLIGHT = 16;

    /** The JVM may still be compiling at first: what always allocates never comes to ten rounds in a row without. */
    @Test
    void nothingIsAllocated() throws IOException {
        assumeFalse(
                port.backend() == Backend.EMULATED && Platform.isWindows(),
                "the JDK's selectors for Windows allocate in a select that finds or changes something");
        CompletionFile file = port.openFile(Files.write(folder.resolve("file"), pattern(1 << 16)), READ, WRITE);
        List<Operation<?>> operations = new ArrayList<>();
        List<ByteBuffer> buffers = new ArrayList<>();
        int[] told = new int[1];
        for (int i = 0; i < IN_FLIGHT; i++) {
            ByteBuffer[] pair = {direct(512), direct(512)};
            buffers.addAll(List.of(pair));
            ByteBuffer one = direct(1024);
            buffers.add(one);
            operations.add(file.read(one, (operation, bytes) -> told[0]++).position(i * 1024L));
            operations.add(file.read(pair).onCompletion((operation, bytes) -> told[0]++));
            operations.add(file.write(one, (operation, bytes) -> told[0]++).position(i * 1024L));
        }
        operations.add(file.truncate(1 << 16, (operation, none) -> told[0]++));
        Runnable round = () -> {
            told[0] = 0;
            for (int i = 0; i < operations.size(); i++) {
                for (int b = 3 * (i / 3); b < Math.min(3 * (i / 3) + 3, buffers.size()); b++) {
                    buffers.get(b).clear();
                }
                operations.get(i).submit();
                turn(told, i + 1);
            }
        };
        long startNanos = System.nanoTime();
        for (int clean = 0; clean < CLEAN_ROUNDS; ) {
            long ofThreads = allocatedByThreads(); // which allocates, too: before the first and after the last question
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20; i++) {
                round.run();
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            allocated += allocatedByThreads() - ofThreads;
            clean = allocated == 0 ? clean + 1 : 0;
            if (clean == 0 && System.nanoTime() - startNanos > Await.LIMIT_NANOS) {
                fail(allocated + " bytes allocated in 20 rounds");
            }
        }
        assertEquals(operations.size(), told[0]);
    }

    private void turn(int[] told, int until) {
        try {
            while (told[0] < until) {
                port.poll(-1);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long allocatedByThreads() {
        long[] ids = Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("pollux-files-"))
                .mapToLong(Thread::getId)
                .toArray();
        return Arrays.stream(THREADS.getThreadAllocatedBytes(ids))
                .filter(each -> each > 0)
                .sum();
    }
}
