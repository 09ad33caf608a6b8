package dev.pollux.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Diagnostics;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten thousand connections open at once, each echoing; then all of them closed, and not a descriptor left. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs Linux")
@Timeout(180)
class TenThousandConnectionsTest {
    private static final int CONNECTIONS = 10_000;
    private static final Pattern LISTENING = Pattern.compile("listening on .*:(\\d+) backend=epoll binding=(\\w+)");
    private static final Pattern GOOD_REPLIES = Pattern.compile("messages +(\\d+) good replies.*");

    @ParameterizedTest
    @ValueSource(strings = {"ffm", "jni", "jnr"})
    void eachEchoesAndNoneLeavesADescriptorBehind(String binding) throws Exception {
        assumeTrue(openFilesLimit() > CONNECTIONS + 1000, "ulimit -n is under " + (CONNECTIONS + 1000));
        assumeTrue(
                Diagnostics.bindings().stream().anyMatch(f -> f.name().equals(binding) && f.available()),
                "binding " + binding + " can't be used on this JDK, or was not built");
        Process server = start("echo", "--port", "0", "--backend", "epoll", "--binding", binding);
        try (BufferedReader lines = server.inputReader()) {
            Matcher listening = LISTENING.matcher(String.valueOf(lines.readLine()));
            assertTrue(listening.matches());
            assertEquals(binding, listening.group(2));
            load(listening.group(1), 8, 0); // the server has loaded its classes
            long before = settledDescriptors(server, Long.MAX_VALUE);
            load(listening.group(1), CONNECTIONS, CONNECTIONS);
            assertEquals(before, settledDescriptors(server, before), "descriptors");
            server.destroy();
            assertTrue(server.waitFor(30, TimeUnit.SECONDS), "the server did not end on SIGTERM");
        } finally {
            server.destroyForcibly();
        }
    }

    /** Runs the load client, which checks the contents of each reply, and fails if it found anything wrong. */
    private static void load(String port, int connections, int minReplies) throws Exception {
        Process load =
                start("load", "--port", port, "--connections", "" + connections, "--seconds", "3", "--warmup", "0");
        List<String> output;
        try (BufferedReader lines = load.inputReader()) {
            output = lines.lines().toList();
        }
        assertEquals(0, load.waitFor(), String.join("\n", output));
        int replies = output.stream()
                .map(GOOD_REPLIES::matcher)
                .filter(Matcher::matches)
                .mapToInt(m -> Integer.parseInt(m.group(1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(String.join("\n", output)));
        assertTrue(replies >= minReplies, String.join("\n", output));
        assertTrue(output.stream().anyMatch(l -> l.matches("connections +" + connections + " opened, 0 failed")));
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.pollux.examples.Main"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Waits until the server has no more descriptors open than {@code most}, and as many twice running. */
    private static long settledDescriptors(Process server, long most) throws Exception {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        long last = -1;
        while (true) {
            long now = descriptors(server);
            if (now == last && now <= most || System.nanoTime() > deadlineNanos) {
                return now;
            }
            last = now;
            TimeUnit.MILLISECONDS.sleep(50); // between two looks, not in place of a condition
        }
    }

    private static long descriptors(Process server) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + server.pid() + "/fd"))) {
            return open.count();
        }
    }

    private static long openFilesLimit() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/limits"))) {
            String limit = lines.filter(l -> l.startsWith("Max open files"))
                    .findFirst()
                    .orElseThrow()
                    .split(" {2,}")[1];
            return limit.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(limit);
        }
    }
}
