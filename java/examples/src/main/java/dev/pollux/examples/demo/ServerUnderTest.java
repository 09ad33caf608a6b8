package dev.pollux.examples.demo;

import dev.pollux.examples.baseline.SelectorHttpServers;
import dev.pollux.examples.http.HttpLimits;
import dev.pollux.examples.http.HttpServer;
import dev.pollux.examples.server.RunningLoops;
import dev.pollux.examples.server.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * The child's side of the demo: one server, and what it costs, told on request. Protocol: it prints {@code ready PORT
 * DESCRIPTION}. Each line that it reads is answered by a line of processor nanoseconds and allocated bytes so far. The
 * end of the input ends it, so it never outlives its parent.
 */
public final class ServerUnderTest {
    /** What the server stands on. */
    public enum Layer {
        /** The best of readiness that Pollux finds. */
        POLLUX,
        /** The best of completion that Pollux finds. */
        COMPLETION,
        /** A bare java.nio Selector. */
        SELECTOR
    }

    private ServerUnderTest() {}

    /** Runs until the input ends. */
    public static void run(Layer layer, int port, int threads, InputStream input, PrintStream output)
            throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        if (layer != Layer.SELECTOR) {
            Target target = layer == Layer.POLLUX ? Target.READINESS : Target.COMPLETION;
            try (RunningLoops server = HttpServer.start(address, threads, target, null, HttpLimits.DEFAULT)) {
                answer(server.address(), server.describe(), input, output);
            }
        } else {
            try (SelectorHttpServers server = SelectorHttpServers.start(address, threads)) {
                answer(server.address(), "java.nio Selector, without Pollux", input, output);
            }
        }
    }

    private static void answer(InetSocketAddress address, String description, InputStream input, PrintStream output)
            throws IOException {
        output.println("ready " + address.getPort() + " " + description);
        output.flush();
        BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.US_ASCII));
        while (lines.readLine() != null) {
            output.println(ProcessUsage.processorNanos() + " " + ProcessUsage.allocatedBytes());
            output.flush();
        }
    }
}
