package dev.pollux.benchmarks.servers.child;

import com.sun.management.ThreadMXBean;
import dev.pollux.benchmarks.servers.Ready;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * A server in a process of its own. It prints {@code ready ADDRESS DESCRIPTION}, or {@code unavailable REASON} and ends.
 * It answers each line of its input by the bytes that its threads have allocated, and ends with its input.
 */
public final class ServerProcess {
    private ServerProcess() {}

    /** Takes a layer, a kind, and for a Unix socket its path. */
    public static void main(String[] args) throws IOException {
        Server server;
        try {
            server = Layer.valueOf(args[0]).start(Kind.of(args[1]), args.length > 2 ? args[2] : null);
        } catch (UnsupportedOperationException e) {
            System.out.println(Ready.unavailable(e));
            return;
        }
        System.out.println("ready " + server.address() + " " + server.description());
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        while (questions.readLine() != null) {
            System.out.println(allocatedBytes());
        }
        Runtime.getRuntime().halt(0); // nothing is closed: its end is not what is measured
    }

    /** Of all Java threads but this one, which only answers. */
    private static long allocatedBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long own = Thread.currentThread().getId();
        long sum = 0;
        for (long id : threads.getAllThreadIds()) {
            if (id != own) {
                sum += Math.max(0, threads.getThreadAllocatedBytes(id)); // -1: it has ended
            }
        }
        return sum;
    }
}
