package dev.pollux.benchmarks.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process may have of the system. */
final class Limits {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String DESCRIPTORS = "Max open files";
    private static final int JVM_KEEPS = 1000; // for files, jars, loops

    private Limits() {}

    /**
     * {@return how many descriptors can be registered, in whole thousands, at most so many} The JVM has raised its limit to the
     * hard one when it began, as its forks do.
     *
     * @param most how many are wanted
     * @param besides how many are needed that are not registered
     */
    static int registrable(int most, int besides) throws IOException {
        if (!Files.isReadable(LIMITS)) {
            return 1000;
        }
        String line = Files.readAllLines(LIMITS).stream()
                .filter(each -> each.startsWith(DESCRIPTORS))
                .findFirst()
                .orElseThrow(() -> new IOException(LIMITS + " has no line " + DESCRIPTORS));
        String soft = line.substring(DESCRIPTORS.length()).strip().split(" +")[0];
        long limit = soft.equals("unlimited") ? Integer.MAX_VALUE : Long.parseLong(soft);
        long free = (limit - besides - JVM_KEEPS) / 1000 * 1000;
        return (int) Math.min(most, Math.max(free, 100));
    }
}
