package dev.pollux.wine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The echo example on a completion port under Wine, loaded by the example's client on Linux, which checks each reply: no
 * error, and in the end the server holds what it held before. The first, short load is not compared: it has the server load
 * its classes, and its pools grow.
 */
final class EchoRun {
    private static final int CONNECTIONS = 512;
    private static final int MESSAGE_BYTES = 1001;
    private static final Pattern REPLIES = Pattern.compile("messages +(\\d+) good replies", Pattern.MULTILINE);

    private final Wine wine;
    private final WindowsJava java;
    private final Run run;

    EchoRun(Wine wine, WindowsJava java, Run run) {
        this.wine = wine;
        this.java = java;
        this.run = run;
    }

    /** {@return whether all is well} */
    boolean passes(int seconds) throws IOException, InterruptedException {
        Path errors = Folders.empty(Folders.TARGET.resolve("reports").resolve(run.name()))
                .resolve("server.log");
        try (WindowsServer server =
                WindowsServer.start(wine, java, run, errors, seconds, List.of("dev.pollux.examples.EchoServerFacts"))) {
            load(server, 1, seconds);
            Held before = server.settled();
            long messages = load(server, 3, seconds);
            Held after = server.atMost(before);
            System.out.printf(
                    "Windows suite: echo on iocp by %s, JDK %s: %d connections, %d messages, 0 errors; %s,"
                            + " pending operations %d -> %d%n",
                    server.binding(),
                    server.javaVersion(),
                    CONNECTIONS,
                    messages,
                    before.beside(after),
                    before.pending(),
                    after.pending());
            server.check(run, before, after);
            return true;
        } catch (BrokenException failure) {
            System.out.println(
                    "Windows suite: " + run.name() + " FAILED: " + failure.getMessage() + " (" + errors + ")");
            return false;
        }
    }

    /** The client, which ends with an error if there was any. It returns how many replies were good. */
    private long load(WindowsServer server, int measuredSeconds, int limitSeconds)
            throws IOException, InterruptedException {
        String output;
        try {
            output = Command.run(
                    limitSeconds,
                    List.of(
                            Command.java(),
                            "-cp",
                            ClassPath.of(run).here(),
                            "dev.pollux.examples.Main",
                            "load",
                            "--port=" + server.port(),
                            "--connections=" + CONNECTIONS,
                            "--size=" + MESSAGE_BYTES,
                            "--warmup=0",
                            "--seconds=" + measuredSeconds));
        } catch (IOException failure) {
            throw new BrokenException("the client: " + failure.getMessage());
        }
        Matcher replies = REPLIES.matcher(output);
        if (!output.contains(CONNECTIONS + " opened, 0 failed") || !replies.find()) {
            throw new BrokenException("the client said: " + output);
        }
        long messages = Long.parseLong(replies.group(1));
        if (messages < CONNECTIONS) {
            throw new BrokenException("only " + messages + " messages over " + CONNECTIONS + " connections");
        }
        return messages;
    }
}
