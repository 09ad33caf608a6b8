package dev.pollux.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Backend;
import dev.pollux.NotOnWine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line: what it prints, where, and its exit codes. */
@Timeout(60)
class MainTest {
    /** After SIGTERM; Windows has none, and ends a process with 1. */
    private static final int ENDED_EXIT_CODE = OS.WINDOWS.isCurrentOs() ? 1 : 128 + 15;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... args) {
        return Main.execute(args, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "echo| Missing required option: '--port=<port>'",
                "echo --port x| 'x' is not a number from 0 to 65535",
                "echo --port 65536| '65536' is not a number from 0 to 65535",
                "echo --port 1 --threads 0| '0' is not a number from 1 to 1024",
                "http --port 0 --backend kqueue| expected one of [EPOLL; NIO; AFD; IO_URING; IOCP; EMULATED]",
                "http --port 0 --binding jna| expected one of [ffm; jni; jnr]",
                "load --port 1 --connections 0| --connections has to be 1 or more",
                "load --port 1 --rate -1| --rate has to be from 0",
                "proxy --port 0| Missing required option: '--to=HOST:PORT'",
                "proxy --port 0 --to localhost| 'localhost' is not of the form HOST:PORT",
                "proxy --port 0 --to 127.0.0.1:1 --pool 3| Missing required argument(s): --http",
                "proxy --port 0 --to 127.0.0.1:1 --http --pool 0| '0' is not a number from 1 to 1000000",
                "proxy --port 0 --to 127.0.0.1:1 --http --health-path x| 'x' is not a path that begins with a slash",
                "nonsense| Unmatched argument",
            })
    void wrongUsageIsOneLine(String args, String message) {
        assertEquals(2, execute(args.split(" ")));
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().replace(", ", "; ").contains(message), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void failuresAreOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            assertEquals(1, execute("echo", "--backend", "nio", "--port", port));
            assertTrue(err.toString().contains("can't listen on 127.0.0.1:" + port), err.toString());
            assertEquals(1, err.toString().lines().count(), err.toString());
        }
        assertEquals(1, execute("http", "--port", "0", "--root", "/absent/directory"));
        assertEquals(1, execute("echo", "--port", "0", "--binding", "jni", "--backend", "nio"));
        assertEquals(1, execute("proxy", "--port", "0", "--to", "127.0.0.1:1", "--to", "127.0.0.1:2"));
        assertEquals(4, err.toString().lines().count(), err.toString());
    }

    /** Before anything of the library is started: these failures are told in the caller's process. */
    @ParameterizedTest
    @CsvSource({
        "proxy --to 127.0.0.1:1 --http --mode completion, '--http is a readiness program'",
        "http --mode readiness --backend emulated, 'backend emulated is one of mode completion: leave --mode readiness or'",
        "echo --mode completion --backend nio, 'backend nio is one of mode readiness: leave --mode completion or'",
        "echo --backend FOREIGN, 'backend FOREIGN is not available: this is '",
        "echo --backend FOREIGN --binding jni, 'backend FOREIGN is not available: this is '"
    })
    void aBackendThatIsNotToBeHadIsRefused(String args, String message) {
        String foreign = OS.WINDOWS.isCurrentOs() ? "epoll" : "iocp";
        assertEquals(1, execute((args.replace("FOREIGN", foreign) + " --port 0").split(" ")));
        assertTrue(err.toString().contains(message.replace("FOREIGN", foreign)), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    @EnabledOnOs(value = OS.WINDOWS, disabledReason = "needs Windows")
    void aBindingAloneIsRefusedWhereNioServes() {
        assertEquals(1, execute("http", "--port", "0", "--binding", "ffm", "--mode", "readiness"));
        assertTrue(err.toString().contains("this server runs on nio, which uses none"), err.toString());
    }

    @Test
    void doctorTellsOfEveryBindingAndBackend() {
        assertEquals(0, execute("doctor"));
        for (String name : List.of("ffm", "jni", "jnr", "epoll", "nio", OS.WINDOWS.isCurrentOs() ? "iocp" : "nio")) {
            assertTrue(
                    out.toString()
                            .lines()
                            .anyMatch(line -> line.matches("  " + name + " +(taken|available|refused) +.+")),
                    name + ": " + out);
        }
        assertTrue(out.toString().contains(System.getProperty("java.home")));
        assertEquals("", err.toString());
    }

    /** Where the JDK is told to do without IPv6: one line that says which address, and why. No binding is loaded, so no JVM warns. */
    @NotOnWine("its text for the refusal is another")
    @Test
    void anAddressThatTheSystemHasNoSocketsFor() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.net.preferIPv4Stack=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.pollux.examples.Main",
                        "echo",
                        "--host",
                        "::1",
                        "--port",
                        "0",
                        "--backend",
                        "nio")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor(), err);
        assertTrue(err.contains("can't listen on [0:0:0:0:0:0:0:1]:"), err);
        assertTrue(err.contains("java.net.preferIPv4Stack"), err);
        assertEquals(1, err.strip().lines().count(), err);
    }

    private static Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.pollux.examples.Main"));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @ParameterizedTest
    @CsvSource({
        "echo, '', nio, 1",
        "http, '', nio, 2",
        "echo, '', '', 2",
        "echo, '', iocp, 2",
        "echo, completion, '', 1",
        "http, completion, '', 1",
        "chat, completion, '', 1"
    })
    void aServerSaysWhereItListensAndEndsOnSigterm(String server, String mode, String backend, String threads)
            throws Exception {
        assumeTrue(
                !backend.equals("iocp") || Backends.available().anyMatch(Backend.IOCP::equals),
                "needs Windows and a binding");
        assumeTrue(mode.isEmpty() || Backends.ofCompletion().findAny().isPresent(), "needs a completion port");
        List<String> args = new ArrayList<>(List.of(server, "--port", "0", "--threads", threads));
        if (!mode.isEmpty()) {
            args.addAll(List.of("--mode", mode));
        }
        if (!backend.isEmpty()) {
            args.addAll(List.of("--backend", backend));
        }
        Process process = start(args.toArray(String[]::new));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            String line = lines.readLine();
            Matcher ready = Pattern.compile(
                            "listening on 127\\.0\\.0\\.1:(\\d+) backend=(epoll|nio|afd|io_uring|iocp|emulated) binding=(\\w+)")
                    .matcher(line);
            assertTrue(ready.matches(), line);
            assertTrue(backend.isEmpty() || ready.group(2).equals(backend), line);
            assertEquals(
                    mode.equals("completion") || backend.equals("iocp"),
                    Backend.valueOf(ready.group(2).toUpperCase(Locale.ROOT)).isOfCompletion(),
                    line);
            try (Socket socket = new Socket("127.0.0.1", Integer.parseInt(ready.group(1)))) {
                socket.getOutputStream().write("GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n".getBytes());
                assertTrue(socket.getInputStream().read() >= 0);
                process.toHandle().destroy(); // Process.destroy would close the streams, too
                assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            }
            assertEquals(ENDED_EXIT_CODE, process.exitValue());
            assertEquals(null, lines.readLine());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void theDemosServerTellsItsCostAndEndsWithItsInput() throws Exception {
        String threads = SystemFacts.kernel().startsWith("Windows") ? "1" : "2"; // which has no SO_REUSEPORT
        for (String layer : List.of("pollux", "completion", "selector")) {
            Process process = start("demo-server", "--layer", layer, "--threads", threads);
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
                assertTrue(lines.readLine().matches("ready \\d+ .+"));
                process.outputWriter().append("usage\n").flush();
                assertTrue(lines.readLine().matches("\\d+ \\d+"));
                process.outputWriter().close();
                assertTrue(process.waitFor(30, TimeUnit.SECONDS));
                assertEquals(0, process.exitValue());
            } finally {
                process.destroyForcibly();
            }
        }
    }

    /** All of it, small: each figure is measured, or said to be missing. */
    @NotOnWine("is too slow there to measure all in time")
    @Test
    @Timeout(300) // a dozen JVMs, which start slowly on some systems
    void theDemoMeasuresEverything(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("demo.json");
        Path page = folder.resolve("demo.md");
        assertEquals(0, execute("demo", "--quick", "--json", json.toString(), "--markdown", page.toString()));
        String text = out.toString();
        assertTrue(text.contains("[1/6] ticks: round 1 of 1" + System.lineSeparator()), text);
        assertTrue(text.contains("[6/6] HTTP: round 1 of 1" + System.lineSeparator()), text);
        assertFalse(text.contains("Not measured"), text);
        assertFalse(text.contains(" better"), "one round tells nothing: " + text);
        assertEquals("", err.toString());
        assertTrue(Files.readString(page).startsWith("| | Pollux | Selector | |"));
        int figures = OS.LINUX.isCurrentOs() ? 18 : 17; // only Linux tells what memory is resident
        assertEquals(2 * figures, Files.readString(json).split("\"samples\":").length - 1);
    }
}
