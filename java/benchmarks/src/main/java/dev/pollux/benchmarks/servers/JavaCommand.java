package dev.pollux.benchmarks.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How every server's JVM is started: the JVM and the classes of this one, the same flags for all. */
final class JavaCommand {
    /** From here on a JVM warns of Unsafe, and Netty does without it, unless it is allowed. */
    private static final int UNSAFE_FLAG_SINCE = 23;

    private JavaCommand() {}

    static List<String> base() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags(Runtime.version().feature()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    static List<String> flags(int feature) {
        List<String> flags = new ArrayList<>(List.of(
                "-Xmx512m",
                "-XX:+UseSerialGC", // what the JVM chooses by itself on one processor
                "--enable-native-access=ALL-UNNAMED",
                "-Dio.netty.leakDetection.level=disabled"));
        if (feature >= UNSAFE_FLAG_SINCE) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
        }
        return flags;
    }
}
