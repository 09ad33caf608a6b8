package dev.pollux.internal.handle;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How many descriptors this process may have: RLIMIT_NOFILE of getrlimit(2), as proc(5) tells it. */
public final class DescriptorLimit {
    private static final String LIMITS = "/proc/self/limits";
    private static final String LINE = "\nMax open files ";

    private DescriptorLimit() {}

    /** {@return the soft limit, which the JVM raises to the hard one at its start, or {@link Integer#MAX_VALUE} if it is unknown} */
    public static int soft() {
        try (FileInputStream file = new FileInputStream(LIMITS)) {
            return soft(new String(file.readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException | OutOfMemoryError e) {
            return Integer.MAX_VALUE; // another system, or none is left to read it by
        }
    }

    public static int soft(String limits) {
        int line = limits.indexOf(LINE);
        if (line < 0) {
            return Integer.MAX_VALUE;
        }
        int from = line + LINE.length();
        while (from < limits.length() && limits.charAt(from) == ' ') {
            from++;
        }
        int limit = 0;
        for (int at = from; at < limits.length() && limits.charAt(at) >= '0' && limits.charAt(at) <= '9'; at++) {
            if (limit > Integer.MAX_VALUE / 10 - 1) {
                return Integer.MAX_VALUE;
            }
            limit = limit * 10 + limits.charAt(at) - '0';
        }
        return limit == 0 ? Integer.MAX_VALUE : limit; // "unlimited"
    }
}
