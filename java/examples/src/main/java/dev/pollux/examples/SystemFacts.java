package dev.pollux.examples;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What doctor and demo say about the machine and the JDK. Never fails: what can't be found out is called unknown. */
final class SystemFacts {
    private static final String UNKNOWN = "unknown";
    private static final int NATIVE_ACCESS_JDK = 22;
    private static final int NATIVE_ACCESS_WARNING_JDK = 24;

    private SystemFacts() {}

    static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    private static boolean isLinux() {
        return System.getProperty("os.name").equals("Linux");
    }

    static String kernel() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version");
    }

    static String processor() {
        String model = isLinux() ? firstLine(Path.of("/proc/cpuinfo"), "model name") : null;
        String name = model == null
                ? isWindows() ? ", " + System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", UNKNOWN) : ""
                : ", " + model.substring(model.indexOf(':') + 1).strip();
        return System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " available" + name;
    }

    /**
     * {@return the C library that this process has mapped, which is the one that a native library has to fit; empty where
     * there is no choice of them}
     */
    static String libc() {
        if (!isLinux()) {
            return "";
        }
        Path maps = Path.of("/proc/self/maps");
        if (firstLine(maps, "ld-musl") != null) {
            return "musl";
        }
        String mapped = firstLine(maps, "/libc.so.6", "/libc-2.");
        return mapped == null ? UNKNOWN : "glibc (" + mapped.substring(mapped.indexOf('/')) + ")";
    }

    static String jdkVersion() {
        return System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vm.name") + ", "
                + System.getProperty("java.vendor");
    }

    /** {@return whether this code may call native code, by the JDK's own rules} */
    static String nativeAccess() {
        int jdk = Runtime.version().feature();
        if (jdk < NATIVE_ACCESS_JDK) {
            return "not restricted by this JDK";
        }
        String flags = nativeAccessFlags();
        try {
            // Not in the API of the oldest JDK that this code runs on.
            boolean enabled =
                    (boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(SystemFacts.class.getModule());
            if (enabled) {
                return "enabled" + flags;
            }
            return "not enabled" + flags + (jdk < NATIVE_ACCESS_WARNING_JDK ? "" : ": the JDK warns of it or denies it")
                    + "; --enable-native-access=ALL-UNNAMED enables it";
        } catch (ReflectiveOperationException e) {
            return UNKNOWN;
        }
    }

    private static String nativeAccessFlags() {
        StringBuilder flags = new StringBuilder();
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (argument.toLowerCase(Locale.ROOT).contains("native-access")) {
                flags.append(", ").append(argument);
            }
        }
        return flags.toString();
    }

    private static String firstLine(Path file, String... parts) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> Stream.of(parts).anyMatch(line::contains))
                    .findFirst()
                    .orElse(null);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }
}
