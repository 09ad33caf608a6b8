package dev.pollux.wine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Netty's HTTP codec on Pollux's IOCP channels under Wine, asked by curl and loaded by wrk on Linux, and left by clients that cut their
 * connections: no error, and after so many requests and connections the server holds what it held before. The first loads are not compared: they have the server load its classes, and its pools
 * grow.
 */
final class HttpRun {
    private static final long REQUESTS = 100_000;
    private static final int SECONDS_A_LOAD = 5;
    private static final int CONNECTIONS = 64;
    private static final int MOST_WARM_LOADS = 10;

    /** In steps: Wine's server process waits for all of a process's sockets by one poll(2), and slows down with their number. */
    private static final int CUT = 10_000;

    private static final int CUT_AT_ONCE = 500;
    private static final Pattern COUNT = Pattern.compile("(\\d+) requests in");

    private final Wine wine;
    private final WindowsJava java;
    private final Run run;

    HttpRun(Wine wine, WindowsJava java, Run run) {
        this.wine = wine;
        this.java = java;
        this.run = run;
    }

    /** {@return whether all is well} */
    boolean passes(int seconds) throws IOException, InterruptedException, LeftOutException {
        String curl = program("curl");
        String wrk = program("wrk");
        Path errors = Folders.empty(Folders.TARGET.resolve("reports").resolve(run.name()))
                .resolve("server.log");
        try (WindowsServer server = WindowsServer.start(
                wine,
                java,
                run,
                errors,
                seconds,
                List.of("dev.pollux.netty.suite.HttpServerFacts", "dev.pollux.examples.ProcessHandles"))) {
            String address = "http://127.0.0.1:" + server.port() + "/";
            ask(curl, address + "first", seconds);
            Held before = warmed(server, wrk, address, seconds);
            long requests = loadAndCut(server, wrk, address, seconds);
            ask(curl, address + "last", seconds);
            Held after = server.atMost(before);
            if (!after.isAtMost(
                    before)) { // a pool has met more at once than in the warm-up; what leaks grows each time
                before = after;
                requests += loadAndCut(server, wrk, address, seconds);
                after = server.atMost(before);
            }
            System.out.printf(
                    "Windows suite: Netty's HTTP on iocp by %s, JDK %s: curl answered, %d requests by wrk over %d connections, 0"
                            + " errors, %d connections cut in four ways; %s, connections %d -> %d%n",
                    server.binding(),
                    server.javaVersion(),
                    requests,
                    CONNECTIONS,
                    CUT,
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

    /** Returns how many requests were answered. */
    private static long loadAndCut(WindowsServer server, String wrk, String address, int seconds)
            throws IOException, InterruptedException {
        long requests = 0;
        while (requests < REQUESTS) {
            requests += load(wrk, address, seconds);
        }
        for (int cut = 0; cut < CUT; cut += CUT_AT_ONCE) {
            CutConnections.cut(server.port(), CUT_AT_ONCE);
        }
        return requests;
    }

    /** {@return what it holds once two loads running have left it no more} Its pools grow for a while. */
    private static Held warmed(WindowsServer server, String wrk, String address, int seconds)
            throws IOException, InterruptedException {
        int unchanged = 0;
        Held last = server.settled();
        for (int i = 0; i < MOST_WARM_LOADS && unchanged < 2; i++) {
            load(wrk, address, seconds);
            CutConnections.cut(server.port(), CUT_AT_ONCE);
            Held now = server.settled();
            unchanged = now.isAtMost(last) ? unchanged + 1 : 0;
            last = now;
        }
        return last;
    }

    private static String program(String name) throws LeftOutException {
        return Command.find(name)
                .orElseThrow(() -> new LeftOutException("no " + name))
                .toString();
    }

    private static void ask(String curl, String address, int seconds) throws IOException, InterruptedException {
        String answer = Command.run(seconds, List.of(curl, "--silent", "--show-error", "--fail", "--include", address));
        String path = address.substring(address.lastIndexOf('/'));
        if (!answer.startsWith("HTTP/1.1 200 OK") || !answer.endsWith("hello " + path)) {
            throw new BrokenException("curl got: " + answer);
        }
    }

    /** Returns how many requests were answered */
    private static long load(String wrk, String address, int limitSeconds) throws IOException, InterruptedException {
        String output = Command.run(
                limitSeconds,
                List.of(
                        wrk,
                        "-t",
                        "1",
                        "-c",
                        "" + CONNECTIONS,
                        "-d",
                        SECONDS_A_LOAD + "s",
                        "--timeout",
                        "30s",
                        address));
        Matcher count = COUNT.matcher(output);
        if (!count.find() || output.contains("Socket errors") || output.contains("Non-2xx")) {
            throw new BrokenException("wrk said: " + output);
        }
        return Long.parseLong(count.group(1));
    }
}
