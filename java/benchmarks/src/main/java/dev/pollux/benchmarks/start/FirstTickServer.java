package dev.pollux.benchmarks.start;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A server's process, fresh: prints its port, waits for a line, and then turns its loop for the first time, with a timer of
 * {@value #PERIOD_NANOS} ns and all clients waiting. In the end it prints {@link Ticks}.
 */
public final class FirstTickServer {
    static final long PERIOD_NANOS = 1_000_000;
    static final int TICKS = 200;
    static final int BUFFER_BYTES = 64 * 1024;
    static final int BACKLOG = 4096;

    /** A loop that is open and listens. */
    interface Server {
        int port() throws IOException;

        /** Turns until there were {@value FirstTickServer#TICKS} ticks. */
        void run(Ticks ticks) throws IOException;
    }

    private FirstTickServer() {}

    /** Takes {@code selector} or the name of a backend. */
    public static void main(String[] args) throws IOException {
        Server server = args[0].equals("selector") ? new SelectorServer() : new PolluxServer(args[0]);
        System.out.println("ready " + server.port());
        Ticks ticks = new Ticks(TICKS);
        System.in.read();
        server.run(ticks);
        System.out.println(ticks.tell());
        System.out.flush();
        Runtime.getRuntime().halt(0); // nothing is closed: its end is not what is measured
    }

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
