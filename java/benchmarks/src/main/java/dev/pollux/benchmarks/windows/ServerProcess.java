package dev.pollux.benchmarks.windows;

import com.sun.management.ThreadMXBean;
import dev.pollux.benchmarks.Jvm;
import dev.pollux.benchmarks.servers.Ready;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * One server in a process of its own. It prints {@code ready PORT DESCRIPTION}, or {@code unavailable REASON} and ends. It
 * answers each byte of its input by a line, and ends with its input.
 */
public final class ServerProcess {
    /** Asks for the bytes that the server's threads have allocated. */
    static final char ALLOCATED_BYTES = 'a';

    /** Asks for the packets a second through one port by one thread. */
    static final char PACKETS_BY_ONE = '1';

    /** The same, by four threads. */
    static final char PACKETS_BY_FOUR = '4';

    /** Asks which JVM it is, and on what. */
    static final char WHICH_JVM = 'j';

    private ServerProcess() {}

    /** Takes a layer, and for how many milliseconds packets are counted. */
    public static void main(String[] args) throws IOException, InterruptedException {
        EchoServer server;
        try {
            server = EchoLayer.valueOf(args[0]).start();
        } catch (UnsupportedOperationException e) {
            System.out.println(Ready.unavailable(e));
            return;
        }
        long packetsNanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(args[1]));
        System.out.println("ready " + server.address.getPort() + " " + server.description);
        InputStream questions = new FileInputStream(FileDescriptor.in); // System.in asks what Wine can't tell of a pipe
        for (int question = questions.read(); question >= 0; question = questions.read()) {
            System.out.println(answer(question, server, packetsNanos));
        }
        Runtime.getRuntime().halt(0); // nothing is closed: a selector's end is not what is measured
    }

    private static String answer(int question, EchoServer server, long packetsNanos)
            throws IOException, InterruptedException {
        switch (question) {
            case ALLOCATED_BYTES:
                return Long.toString(allocatedBytes(server));
            case PACKETS_BY_ONE:
            case PACKETS_BY_FOUR:
                return Double.toString(Packets.perSecond(question - '0', packetsNanos));
            case WHICH_JVM:
                return Jvm.describe() + ", on " + System.getProperty("os.name");
            default:
                throw new IOException("no question: " + question);
        }
    }

    private static long allocatedBytes(EchoServer server) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return server.threads().stream()
                .mapToLong(Thread::getId)
                .map(threads::getThreadAllocatedBytes)
                .sum();
    }
}
