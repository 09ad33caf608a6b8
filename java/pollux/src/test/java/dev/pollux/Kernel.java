package dev.pollux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What tests of Linux ask of the system that they run on, where its answers differ by the version. */
public final class Kernel {
    private Kernel() {}

    /** {@return true if this kernel is that version, or newer} */
    public static boolean isAtLeast(int major, int minor) {
        String[] numbers = System.getProperty("os.version").split("[^0-9]+");
        int version = Integer.parseInt(numbers[0]) * 1000 + Integer.parseInt(numbers[1]);
        return version >= major * 1000 + minor;
    }

    /** {@return true if this JVM has musl for its C library} */
    public static boolean hasMusl() {
        try {
            String mapped = Files.readString(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1);
            return mapped.contains("/ld-musl-") || mapped.contains("-linux-musl/"); // Alpine's place, and Debian's
        } catch (IOException noProc) {
            return false;
        }
    }
}
