package dev.pollux.examples;

import dev.pollux.examples.http.HttpLimits;
import dev.pollux.examples.http.HttpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the HTTP server. */
@Command(
        name = "http",
        mixinStandardHelpOptions = true,
        description = "A minimal HTTP/1.1 server: /plaintext, and a directory's files or one page,"
                + " until SIGTERM or SIGINT.")
final class HttpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(names = "--root", paramLabel = "DIR", description = "Directory of the files to serve (default: one page).")
    private Path root;

    @Override
    public Integer call() throws Exception {
        if (root != null && !Files.isDirectory(root)) {
            throw new CommandFailure("--root " + root + " is not a directory");
        }
        return RunningServer.run(
                spec,
                options,
                (address, target) -> HttpServer.start(address, options.threads(), target, root, HttpLimits.DEFAULT));
    }
}
