package dev.pollux.examples;

import dev.pollux.Backend;
import dev.pollux.examples.server.Mode;
import dev.pollux.examples.server.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that all servers have. */
final class ServerOptions {
    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--port",
            required = true,
            converter = PortConverter.class,
            description = "Port to listen on; 0 lets the system choose one.")
    private int port;

    @Option(
            names = "--mode",
            description = "${COMPLETION-CANDIDATES}: which kind of program the server is (default: that of the backend,"
                    + " or readiness).")
    private Mode mode;

    @Option(
            names = "--backend",
            description = "${COMPLETION-CANDIDATES}; fails if it is not available (default: the best of the mode).")
    private Backend backend;

    @Option(
            names = "--binding",
            description = "${COMPLETION-CANDIDATES}: how the system is called; fails if it is not available"
                    + " (default: the first that works).")
    private BindingName binding;

    @Option(
            names = "--threads",
            defaultValue = "1",
            converter = ThreadsConverter.class,
            description = "Number of loops, each on its own thread (default: ${DEFAULT-VALUE}).")
    private int threads;

    /** Checks a port's range. */
    static final class PortConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return Numbers.between(text, 0, 65_535);
        }
    }

    /** Checks the number of threads. */
    static final class ThreadsConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return Numbers.between(text, 1, 1024);
        }
    }

    /** A whole number within a range. */
    static final class Numbers {
        private Numbers() {}

        static int between(String text, int min, int max) {
            try {
                int number = Integer.parseInt(text);
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // told below
            }
            throw new TypeConversionException("'" + text + "' is not a number from " + min + " to " + max);
        }
    }

    InetSocketAddress address() throws UnknownHostException {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new CommandFailure("there is no host '" + host + "'", e);
        }
    }

    int threads() {
        return threads;
    }

    /**
     * {@return what to ask for}
     *
     * <p>Has to be called before anything else of the library, which looks for its binding once.
     */
    Target target() {
        return Choice.apply(mode, backend, binding);
    }
}
