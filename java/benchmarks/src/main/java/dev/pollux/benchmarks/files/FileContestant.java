package dev.pollux.benchmarks.files;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One that reads at random for a second, and tells how often. */
abstract class FileContestant implements AutoCloseable {
    /** The one that the others are compared with. */
    static final String THREADS = "FileChannel, 32 threads";

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(1);

    final Path file;
    private final String name;
    private final long blocks;
    final boolean direct;

    FileContestant(String name, Path file, long size, boolean direct) {
        this.name = name;
        this.file = file;
        this.direct = direct;
        blocks = size / FileReads.BLOCK;
    }

    final String name() {
        return name;
    }

    /** Reads until the time is up, and all in flight has ended. Returns how many reads there were. */
    abstract long readUntil(long deadlineNanos) throws Exception;

    final FileReads.Result round() throws Exception {
        long cpu = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        long count = readUntil(start + ROUND_NANOS);
        long nanos = System.nanoTime() - start;
        double cpuNanos = SYSTEM.getProcessCpuTime() - cpu;
        return new FileReads.Result(1e9 * count / nanos, cpuNanos / count / 1000);
    }

    /** The next of a row of places that looks like chance: xorshift. */
    static long next(long seed) {
        long x = seed;
        x ^= x << 13;
        x ^= x >>> 7;
        x ^= x << 17;
        return x;
    }

    final long position(long seed) {
        return Long.remainderUnsigned(seed, blocks) * FileReads.BLOCK;
    }

    /** Those of the JDK's channels. */
    final Set<OpenOption> options() throws ReflectiveOperationException {
        Set<OpenOption> options = new HashSet<>(Set.of(StandardOpenOption.READ));
        if (direct) {
            Object option = Class.forName("com.sun.nio.file.ExtendedOpenOption")
                    .getField("DIRECT")
                    .get(null);
            options.add((OpenOption) option);
        }
        return options;
    }

    static void check(long bytes) {
        if (bytes != FileReads.BLOCK) {
            throw new IllegalStateException("a read of " + bytes + " bytes");
        }
    }

    @Override
    public abstract void close() throws IOException;
}
