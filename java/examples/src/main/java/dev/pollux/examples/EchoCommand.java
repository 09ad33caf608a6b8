package dev.pollux.examples;

import dev.pollux.examples.echo.EchoServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the echo server. */
@Command(
        name = "echo",
        mixinStandardHelpOptions = true,
        description = "A TCP server that sends back what it receives, until SIGTERM or SIGINT.")
final class EchoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Override
    public Integer call() throws Exception {
        return RunningServer.run(
                spec, options, (address, target) -> EchoServer.start(address, options.threads(), target));
    }
}
