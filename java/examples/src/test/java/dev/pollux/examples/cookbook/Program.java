package dev.pollux.examples.cookbook;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.examples.Backends;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the cook-book in a process of its own, as its reader would start it. What it says is read line by line. */
final class Program implements AutoCloseable {
    private static final String READY = "listening on port ";

    private final Process process;
    private final BufferedReader output;

    private Program(String backends, Class<?> program, String... args) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        if (!backends.equals("best")) {
            command.add("-Ddev.pollux.backend=" + backends);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(args));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD) // what a JVM says of its own options
                .start();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts it on the best backends that there are, or on named ones. */
    static Program start(String backends, Class<?> program, String... args) throws IOException {
        assumeTrue(Backends.ofCompletion().findAny().isPresent(), "needs a completion port");
        return new Program(backends, program, args);
    }

    /** {@return the port that it listens on, once it does} */
    int port() throws IOException {
        String line = line();
        assertTrue(line != null && line.startsWith(READY), () -> "not ready: " + line);
        return Integer.parseInt(line.substring(READY.length()));
    }

    /** {@return a connection to a port of this machine. A read that waits for a minute fails} */
    static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        socket.setSoTimeout((int) TimeUnit.MINUTES.toMillis(1));
        return socket;
    }

    /** {@return the next line that it says, or null at its end} */
    String line() throws IOException {
        return output.readLine();
    }

    void say(String line) throws IOException {
        process.outputWriter().append(line).append('\n').flush();
    }

    void endInput() throws IOException {
        process.outputWriter().close();
    }

    /** SIGTERM. {@code Process.destroy} would close the streams, too. */
    void terminate() {
        process.toHandle().destroy();
    }

    long pid() {
        return process.pid();
    }

    /**
     * Waits until its processor time stands still: it has nothing to do, or can't do it. Only what a test meets may depend on this, and
     * not whether it passes, because a process may also stand still where others have the processor.
     */
    void rest() throws InterruptedException {
        Duration before = Duration.ZERO;
        for (int still = 0; still < 5; ) {
            TimeUnit.MILLISECONDS.sleep(50);
            Duration now = process.info().totalCpuDuration().orElse(before);
            still = now.equals(before) ? still + 1 : 0;
            before = now;
        }
    }

    int exitCode() throws InterruptedException {
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it does not end");
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return what comes up to a line feed, without it. The end of the stream gives what came before} */
    static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = socket.getInputStream().read(); next >= 0 && next != '\n'; ) {
            line.append((char) next);
            next = socket.getInputStream().read();
        }
        return line.toString().replace("\r", "");
    }
}
