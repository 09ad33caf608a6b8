package dev.pollux.examples;

import java.nio.file.Path;

/** What doctor and demo say about the machine. Never fails: what can't be found out is called unknown. */
final class SystemFacts {
    private static final String UNKNOWN = "unknown";

    private SystemFacts() {}

    static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    static boolean isLinux() {
        return System.getProperty("os.name").equals("Linux");
    }

    static String kernel() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version");
    }

    static String processor() {
        String model = isLinux() ? SystemFiles.firstLine(Path.of("/proc/cpuinfo"), "model name") : null;
        String name = model == null
                ? isWindows() ? ", " + System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", UNKNOWN) : ""
                : ", " + model.substring(model.indexOf(':') + 1).strip();
        return System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " available" + name;
    }

    /**
     * {@return the C library that this process has mapped, which is the one that a native library has to fit, or empty where
     * there is no choice of them}
     */
    static String libc() {
        if (!isLinux()) {
            return "";
        }
        Path maps = Path.of("/proc/self/maps");
        if (SystemFiles.firstLine(maps, "/ld-musl-", "-linux-musl/") != null) {
            return "musl";
        }
        String mapped = SystemFiles.firstLine(maps, "/libc.so.6", "/libc-2.");
        return mapped == null ? UNKNOWN : "glibc (" + mapped.substring(mapped.indexOf('/')) + ")";
    }
}
