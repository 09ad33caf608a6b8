package dev.pollux.benchmarks.servers;

import dev.pollux.benchmarks.servers.child.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** How many system calls each server of the suite {@link CompletionsSuite} makes for a message, by each way to count them. */
public final class CallCounts {
    private static final double WARM_UP_SECONDS = 1.5;

    private CallCounts() {}

    /**
     * Counts, and prints a line a server and a way to count.
     *
     * @param who a part of the servers' names, or empty for all
     * @param bindings what Pollux's servers run on
     * @param connections which all send messages
     * @param messageBytes of each
     * @param seconds for how long each is loaded
     */
    public static void print(
            String who, List<String> bindings, int connections, int messageBytes, double seconds, PrintWriter out)
            throws IOException, InterruptedException {
        String whyNone = ServersSuite.whyNot();
        if (whyNone != null) {
            throw new IOException("no servers here: " + whyNone);
        }
        Scene scene =
                new Scene("calls", "by hand", Kind.TCP, Scene.Load.ECHO, connections, connections, messageBytes, false);
        for (Contestant contestant : Contestant.ofCompletions(bindings)) {
            if (!contestant.name().contains(who)) {
                continue;
            }
            try (ServerChild server = new ServerChild(contestant, scene.kind())) {
                print(server, scene, seconds, out);
            } catch (Ready.Unavailable e) {
                out.println("without " + contestant.name() + ": " + e.getMessage());
            }
        }
    }

    private static void print(ServerChild server, Scene scene, double seconds, PrintWriter out)
            throws IOException, InterruptedException {
        int descriptors = server.descriptors();
        Client.load(server, scene, 0, 0, WARM_UP_SECONDS);
        server.awaitClosed(descriptors);
        for (SystemCalls counter : SystemCalls.values()) {
            String whyNot = counter.whyNot();
            if (whyNot != null) {
                out.println(server.contestant.name() + ": not counted by " + counter + ": " + whyNot);
                continue;
            }
            double calls = counter.each(server, scene, seconds);
            out.println(String.format(
                    Locale.ROOT, "%s: %.4f system calls a message, by %s", server.contestant.name(), calls, counter));
            server.awaitClosed(descriptors);
        }
    }
}
