package dev.pollux.examples;

import dev.pollux.examples.server.RunningLoops;
import dev.pollux.examples.server.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** Runs a server in the foreground: says that it listens, and ends it on a signal. */
final class RunningServer {
    private static final Pattern BINDING = Pattern.compile("(?:binding=| by )(ffm|jni|jnr)\\b");

    private RunningServer() {}

    /** Starts a server's loops. */
    @FunctionalInterface
    interface Start {
        RunningLoops start(InetSocketAddress address, Target target) throws IOException;
    }

    static int run(CommandSpec spec, ServerOptions options, Start start) throws IOException, InterruptedException {
        InetSocketAddress address = options.address();
        Target asked = options.target();
        try (RunningLoops loops = start(start, address, asked)) {
            // Signals start the hooks, and the process ends once they have returned.
            Thread onSignal = new Thread(loops::close, "on-signal");
            Runtime.getRuntime().addShutdownHook(onSignal);
            String fallback = Choice.fallbackReason(asked, loops.backend());
            if (fallback != null) {
                spec.commandLine().getErr().println(fallback);
            }
            announce(spec.commandLine().getOut(), loops);
            loops.await();
            return 0;
        }
    }

    private static RunningLoops start(Start start, InetSocketAddress address, Target target) throws IOException {
        try {
            return start.start(address, target);
        } catch (BindException
                | IllegalArgumentException e) { // the second: of an address that is not the system's kind
            throw new CommandFailure("can't listen on " + text(address) + ": " + e.getMessage(), e);
        } catch (UnsupportedOperationException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    private static void announce(PrintWriter out, RunningLoops loops) throws IOException {
        Matcher binding = BINDING.matcher(loops.describe());
        out.println("listening on " + text(loops.address()) + " backend=" + loops.backend() + " binding="
                + (binding.find() ? binding.group(1) : "none"));
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
