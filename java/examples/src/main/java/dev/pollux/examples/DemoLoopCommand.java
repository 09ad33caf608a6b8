package dev.pollux.examples;

import dev.pollux.examples.demo.LoopServer;
import dev.pollux.examples.demo.ServerUnderTest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The child process of what the demo measures of a loop. */
@Command(
        name = "demo-loop",
        hidden = true,
        mixinStandardHelpOptions = true,
        description =
                "One of the loops that the demo compares; takes requests from its standard input, and ends with it.")
final class DemoLoopCommand implements Callable<Integer> {
    @Option(names = "--layer", required = true, description = "${COMPLETION-CANDIDATES}")
    private ServerUnderTest.Layer layer;

    @Override
    public Integer call() throws Exception {
        LoopServer.run(layer, System.in, System.out);
        return 0;
    }
}
