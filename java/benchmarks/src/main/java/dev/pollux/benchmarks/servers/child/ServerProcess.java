package dev.pollux.benchmarks.servers.child;

import com.sun.management.ThreadMXBean;
import dev.pollux.benchmarks.servers.Ready;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * A server in a process of its own. It prints {@code ready ADDRESS DESCRIPTION}, or {@code unavailable REASON} and ends.
 * It answers each line of its input, and ends with its input: {@value #MEMORY} by the bytes that it has on the heap, and beyond
 * it in buffers, any other by the bytes that its threads have allocated.
 */
public final class ServerProcess {
    /** Asks for the memory. */
    public static final String MEMORY = "memory";

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
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            System.out.println(question.equals(MEMORY) ? memory() : Long.toString(allocatedBytes()));
        }
        Runtime.getRuntime().halt(0); // nothing is closed: its end is not what is measured
    }

    /** {@return the heap's bytes after a collection, and those of direct buffers} */
    private static String memory() {
        System.gc();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(each -> each.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + " " + direct;
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
