package dev.pollux.examples;

import dev.pollux.examples.demo.ServerUnderTest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The child process of the demo. It can be run by hand, too, to put another load client before it. */
@Command(
        name = "demo-server",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "One of the servers that the demo compares; ends with its standard input.")
final class DemoServerCommand implements Callable<Integer> {
    @Option(names = "--layer", required = true, description = "${COMPLETION-CANDIDATES}")
    private ServerUnderTest.Layer layer;

    @Option(names = "--port", defaultValue = "0", description = "Port (default: 0, the system chooses).")
    private int port;

    @Option(
            names = "--threads",
            defaultValue = "1",
            converter = ServerOptions.ThreadsConverter.class,
            description = "Number of loops (default: 1).")
    private int threads;

    @Override
    public Integer call() throws Exception {
        ServerUnderTest.run(layer, port, threads, System.in, System.out);
        return 0;
    }
}
