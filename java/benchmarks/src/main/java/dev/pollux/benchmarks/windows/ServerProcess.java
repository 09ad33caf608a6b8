package dev.pollux.benchmarks.windows;

import com.sun.management.ThreadMXBean;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * One server in a process of its own. It prints {@code ready PORT DESCRIPTION}, and answers each byte of its input by a
 * line: {@code a} by the bytes that the server's threads have allocated, {@code 1} and {@code 4} by the packets a second
 * through one port by as many threads. It ends with its input.
 */
public final class ServerProcess {
    private static final long PACKETS_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private ServerProcess() {}

    /** Runs a layer's. */
    public static void main(String[] args) throws IOException, InterruptedException {
        EchoServer server = EchoLayer.valueOf(args[0]).start();
        System.out.println("ready " + server.address.getPort() + " JDK " + System.getProperty("java.version") + ", "
                + server.description);
        InputStream questions = new FileInputStream(FileDescriptor.in); // System.in asks what Wine can't tell of a pipe
        for (int question = questions.read(); question >= 0; question = questions.read()) {
            System.out.println(
                    question == 'a'
                            ? Long.toString(allocatedBytes(server))
                            : Double.toString(Packets.perSecond(question - '0', PACKETS_NANOS)));
        }
        Runtime.getRuntime().halt(0); // nothing is closed: a selector's end is not what is measured
    }

    private static long allocatedBytes(EchoServer server) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return server.threads().stream()
                .mapToLong(Thread::getId)
                .map(threads::getThreadAllocatedBytes)
                .sum();
    }
}
