package dev.pollux.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts, by strace(1), the system calls that the echo server makes for a connection and for a message. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs Linux")
class SystemCallsTest {
    private static final int CONNECTIONS = 64;
    private static final int ROUNDS = 20;
    private static final int MESSAGES = CONNECTIONS * ROUNDS;
    private static final int MESSAGE_BYTES = 64;
    private static final String TRACED =
            "epoll_wait,epoll_pwait,epoll_pwait2,epoll_ctl,accept4,recvfrom,recvmsg,readv,sendto,sendmsg,writev,"
                    + "fcntl,ioctl,setsockopt,getsockopt,getpeername,getsockname";
    private static final Pattern LISTENING = Pattern.compile("listening on .*:(\\d+) backend=epoll binding=(\\w+).*");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"ffm", "jni", "jnr"})
    void oneWaitOneReadOneWriteAMessageAndOneControlCallAConnection(String binding) throws Exception {
        assumeTrue(Traced.isTraceable(), "strace is not there, or may not trace");
        assumeTrue(Traced.isAvailable(binding), "binding " + binding + " can't be used on this JDK, or was not built");
        List<String> calls = callsOfLoop(trace(binding));

        assertEquals(CONNECTIONS, count(calls, "accept4\\(.* = \\d+"), "accepted");
        assertEquals(CONNECTIONS, count(calls, "epoll_ctl\\(.*EPOLL_CTL_ADD.*"), "added");
        assertEquals(0, count(calls, "epoll_ctl\\(.*(EPOLL_CTL_MOD|EPOLL_CTL_DEL).*"), "modified or deleted");
        assertEquals(MESSAGES, count(calls, "recvfrom\\(.* = " + MESSAGE_BYTES), "received");
        assertEquals(0, count(calls, "recvfrom\\(.*EAGAIN.*"), "received in vain");
        assertEquals(MESSAGES, count(calls, "sendto\\(.* = " + MESSAGE_BYTES), "sent");
        int waits = count(calls, "epoll_p?wait2?\\(.*");
        assertTrue(waits <= MESSAGES + CONNECTIONS + 2, waits + " waits for " + MESSAGES + " messages");
        assertEquals(CONNECTIONS, count(calls, "setsockopt\\(.*TCP_NODELAY.*"), "told not to delay");
        assertEquals(List.of(), others(calls), "calls of other kinds");
    }

    private static int count(List<String> calls, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return (int) calls.stream().filter(c -> compiled.matcher(c).matches()).count();
    }

    /** What is none of the calls that the server needs: no fcntl, no getpeername. */
    private static List<String> others(List<String> calls) {
        Pattern known = Pattern.compile("(accept4|setsockopt|epoll_ctl|epoll_wait|epoll_pwait2|recvfrom|sendto)\\(.*");
        return calls.stream().filter(c -> !known.matcher(c).matches()).toList();
    }

    /** Runs the server under strace, talks to it, ends it, and returns what was traced. */
    private List<String> trace(String binding) throws Exception {
        Path output = directory.resolve("trace");
        List<String> command = Traced.command(TRACED, output, List.of(), "dev.pollux.examples.Main");
        command.addAll(List.of("echo", "--port", "0", "--backend", "epoll", "--binding", binding));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            String first = lines.readLine();
            Matcher listening = LISTENING.matcher(String.valueOf(first));
            assertTrue(listening.matches(), "the server said: " + first);
            assertEquals(binding, listening.group(2));
            talk(Integer.parseInt(listening.group(1)));
            process.children().forEach(ProcessHandle::destroy); // SIGTERM to the JVM, not to strace
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the server did not end on SIGTERM");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return Files.readAllLines(output);
    }

    private static void talk(int port) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        byte[] message = new byte[MESSAGE_BYTES];
        byte[] reply = new byte[MESSAGE_BYTES];
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                sockets.add(new Socket("127.0.0.1", port));
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < CONNECTIONS; i++) {
                    message[0] = (byte) round;
                    message[1] = (byte) i;
                    sockets.get(i).getOutputStream().write(message);
                    new DataInputStream(sockets.get(i).getInputStream()).readFully(reply);
                    assertEquals(List.of(message[0], message[1]), List.of(reply[0], reply[1]), "echoed");
                }
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /**
     * The calls of the thread that accepts, from its first connection to its last message, with calls that were interrupted
     * in the trace put together again.
     */
    private static List<String> callsOfLoop(List<String> trace) {
        String thread = trace.stream()
                // Not the one that fails, on the thread that opens the port: it makes the call ready.
                .filter(line -> line.matches(".*accept4.* = \\d+.*"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing was accepted:\n" + String.join("\n", trace)))
                .split(" +")[0];
        List<String> calls = Traced.calls(trace, thread);
        int first = 0;
        while (!calls.get(first).startsWith("accept4(")) {
            first++;
        }
        int last = calls.size() - 1;
        while (!calls.get(last).matches("sendto\\(.* = " + MESSAGE_BYTES)) {
            last--;
        }
        return calls.subList(first, last + 1);
    }
}
