package dev.pollux.examples.demo;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What this process keeps after a collection: of the Java heap what is used, and all resident memory. In a JVM started with
 * {@link #FLAGS} the heap is resident as a whole, so what grows of the resident memory lies outside of it.
 */
final class KeptMemory {
    /** No compiler either, whose memory comes and goes. */
    static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-Xint");

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int COLLECTIONS = 3; // what a first one finds unreachable, cleaners free before the next

    private KeptMemory() {}

    /** {@return the heap's bytes, and resident bytes, which are 0 where the system does not tell} */
    static long[] measure() throws IOException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return new long[] {
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), residentBytes()
        };
    }

    private static long residentBytes() throws IOException {
        if (!System.getProperty("os.name").equals("Linux")) { // a Windows JVM under Wine sees that file too
            return 0;
        }
        try (Stream<String> lines = Files.lines(STATUS, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        }
    }
}
