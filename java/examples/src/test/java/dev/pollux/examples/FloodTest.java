package dev.pollux.examples;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Diagnostics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each server with few descriptors, soft and hard, flooded with more connections than that, then relieved: it lives, it does not
 * spin, the connections that were open are served all along, and new ones afterwards.
 *
 * <p>A few combinations by default; all of them, and with 1024 descriptors too, by {@code -Ddev.pollux.test.floods=all}.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs Linux")
@Timeout(120)
class FloodTest {
    private static final boolean ALL = "all".equals(System.getProperty("dev.pollux.test.floods"));
    private static final Pattern LISTENING = Pattern.compile("listening on .*:(\\d+) backend=\\w+ binding=(\\w+)");
    private static final int OPEN = 4;

    private final List<Process> processes = new ArrayList<>();
    private final List<Path> logs = new ArrayList<>(); // of each
    private final List<Socket> open = new ArrayList<>();
    private final List<SocketChannel> flood = new ArrayList<>();

    /** What is flooded. */
    record Case(String server, String backend, int limit) {}

    static Stream<Case> cases() {
        if (!ALL) {
            return Stream.of(
                    new Case("echo", "nio", 64),
                    new Case("chat", "jni", 64),
                    new Case("proxy", "jni", 64),
                    new Case("proxy-http", "jni", 64));
        }
        return Stream.of("echo", "http", "chat", "proxy", "proxy-http")
                .flatMap(server -> Stream.of("nio", "ffm", "jni", "jnr")
                        .flatMap(backend -> Stream.of(64, 1024).map(limit -> new Case(server, backend, limit))));
    }

    @AfterEach
    void end() throws IOException {
        for (Socket each : open) {
            each.close();
        }
        relieve();
        processes.forEach(Process::destroyForcibly);
        for (Path log : logs) {
            Files.deleteIfExists(log);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itLivesAndServes(Case flooded) throws Exception {
        assumeTrue(isThereA("prlimit"), "there is no prlimit(1) to set the limit");
        assumeTrue(
                flooded.backend().equals("nio")
                        || Diagnostics.bindings().stream()
                                .anyMatch(f -> f.name().equals(flooded.backend()) && f.available()),
                "binding " + flooded.backend() + " can't be used on this JDK, or was not built");
        InetSocketAddress address = start(flooded);
        Process server = processes.get(processes.size() - 1);
        Path log = log(server);
        for (int i = 0; i < OPEN; i++) {
            open.add(new Socket(address.getAddress(), address.getPort()));
        }
        serveOpen(flooded);
        for (int i = 0; i < flooded.limit() + 200; i++) {
            SocketChannel channel = SocketChannel.open();
            flood.add(channel);
            channel.configureBlocking(false);
            channel.connect(address);
        }
        while (!Files.readString(log).contains("no connection can be accepted")) { // within the test's time
            serveOpen(flooded);
        }
        long before = cpuMillis(server);
        long startNanos = System.nanoTime();
        TimeUnit.SECONDS.sleep(1); // what is measured, not waited for
        long wallMillis = (System.nanoTime() - startNanos) / 1_000_000;
        long cpuMillis = cpuMillis(server) - before;
        assertTrue(cpuMillis < wallMillis * 3 / 4, cpuMillis + " ms of a processor in " + wallMillis + " ms: it spins");
        serveOpen(flooded);
        relieve();
        boolean served = false;
        while (!served) { // within the test's time
            try (Socket fresh = new Socket(address.getAddress(), address.getPort())) {
                served = isServed(flooded, fresh, 2);
            } catch (IOException e) {
                served = false; // turned away by a reset
            }
        }
        serveOpen(flooded);
        assertTrue(server.isAlive());
        String said = Files.readString(log);
        assertFalse(said.contains("NoClassDefFoundError"), said);
        assertFalse(said.contains("has thrown"), said);
        System.out.println(flooded + ": served, " + cpuMillis + " ms of a processor in " + wallMillis + " ms of flood");
    }

    private InetSocketAddress start(Case flooded) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(flooded.server().split("-")[0], "--port", "0"));
        arguments.addAll(
                flooded.backend().equals("nio")
                        ? List.of("--backend", "nio")
                        : List.of("--backend", "epoll", "--binding", flooded.backend()));
        if (flooded.server().startsWith("proxy")) {
            boolean isHttp = flooded.server().endsWith("http");
            int upstream = run(List.of(), isHttp ? "http" : "echo", "--port", "0", "--backend", "nio");
            arguments.addAll(List.of("--to", "127.0.0.1:" + upstream));
            if (isHttp) {
                arguments.add("--http");
            }
        }
        String limit = flooded.limit() + ":" + flooded.limit();
        int port = run(List.of("prlimit", "--nofile=" + limit), arguments.toArray(String[]::new));
        return new InetSocketAddress("127.0.0.1", port);
    }

    private int run(List<String> prefix, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.pollux.examples.Main"));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile("flooded", ".log");
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        processes.add(process);
        logs.add(log);
        BufferedReader lines = process.inputReader();
        Matcher listening = LISTENING.matcher(String.valueOf(lines.readLine()));
        assertTrue(listening.matches(), () -> String.join(" ", command));
        return Integer.parseInt(listening.group(1));
    }

    private Path log(Process process) {
        return logs.get(processes.indexOf(process));
    }

    private static boolean isThereA(String command) throws InterruptedException {
        try {
            return new ProcessBuilder(command, "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    /** Of chat's members, one speaks and another hears. */
    private void serveOpen(Case flooded) throws IOException {
        if (flooded.server().equals("chat")) {
            open.get(0).getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
            for (Socket hearer : open.subList(1, open.size())) {
                assertTrue(hears(hearer), () -> flooded + ": a member does not hear another");
            }
            return;
        }
        for (Socket each : open) {
            assertTrue(isServed(flooded, each, 30), () -> flooded + ": an open connection is not served");
        }
    }

    private static boolean hears(Socket socket) throws IOException {
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(30));
        InputStream input = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int b = input.read(); b >= 0; b = input.read()) {
            line.append((char) b);
            if (b == '\n' && line.toString().contains("hello")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isServed(Case flooded, Socket socket, int seconds) throws IOException {
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(seconds));
        boolean isHttp = flooded.server().endsWith("http");
        String request = isHttp ? "GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n" : "hello\n";
        if (flooded.server().equals("chat")) {
            request = "/name fresh\n";
        }
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream input = socket.getInputStream();
        if (!isHttp) {
            return input.read() >= 0;
        }
        StringBuilder response = new StringBuilder();
        for (int b = input.read(); b >= 0; b = input.read()) {
            response.append((char) b);
            if (response.indexOf("Hello") > 0 && response.indexOf("World!") > 0) {
                return response.indexOf(" 200 ") > 0;
            }
            if (response.indexOf(" 502 ") > 0 || response.indexOf(" 503 ") > 0) {
                return false;
            }
        }
        return false;
    }

    private void relieve() throws IOException {
        for (SocketChannel each : flood) {
            each.close();
        }
        flood.clear();
    }

    private static long cpuMillis(Process process) {
        return process.info().totalCpuDuration().orElseThrow().toMillis();
    }
}
