package dev.pollux.examples;

import dev.pollux.examples.load.LoadClient;
import dev.pollux.examples.load.LoadPlan;
import dev.pollux.examples.load.LoadReport;
import dev.pollux.examples.load.LoadResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the load client. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = {
            "Loads a server and checks every reply. Exit code 1 if there was any error.",
            "The client runs on java.nio's Selector, not on Pollux: the same client for every server."
        })
final class LoadCommand implements Callable<Integer> {
    private static final int MAX_SIZE_BYTES = 64 * 1024 * 1024;

    @Spec
    private CommandSpec spec;

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Server's address (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--port",
            required = true,
            converter = ServerOptions.PortConverter.class,
            description = "Server's port.")
    private int port;

    @Option(
            names = "--protocol",
            defaultValue = "echo",
            description =
                    "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). Echo replies are compared with what was"
                            + " sent, HTTP replies by status and length.")
    private LoadPlan.Protocol protocol;

    @Option(
            names = "--path",
            defaultValue = "/plaintext",
            description = "What http asks for (default: ${DEFAULT-VALUE}).")
    private String path;

    @Option(names = "--connections", defaultValue = "64", description = "Connections (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--size",
            defaultValue = "64",
            description = "Bytes of an echo message (default: ${DEFAULT-VALUE}).")
    private int sizeBytes;

    @Option(
            names = "--rate",
            defaultValue = "0",
            description =
                    "Messages a second, over all connections, each sent at its own time; 0: as fast as replies come"
                            + " (default: ${DEFAULT-VALUE}). With a rate the client spins to be on time: leave it a processor.")
    private double ratePerSecond;

    @Option(names = "--seconds", defaultValue = "10", description = "How long is measured (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--warmup", defaultValue = "2", description = "Seconds before that (default: ${DEFAULT-VALUE}).")
    private double warmupSeconds;

    @Option(names = "--threads", defaultValue = "1", description = "Threads of the client (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--pipeline",
            defaultValue = "1",
            description = "Messages under way on a connection at most (default: ${DEFAULT-VALUE}).")
    private int pipeline;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result there as well, as JSON.")
    private Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check(connections >= 1, "--connections has to be 1 or more");
        check(sizeBytes >= 1 && sizeBytes <= MAX_SIZE_BYTES, "--size has to be from 1 to " + MAX_SIZE_BYTES);
        check(ratePerSecond >= 0 && ratePerSecond <= 1e9, "--rate has to be from 0 to 1e9");
        check(seconds > 0 && seconds <= 1e6, "--seconds has to be more than 0");
        check(warmupSeconds >= 0 && warmupSeconds <= 1e6, "--warmup has to be 0 or more");
        check(threads >= 1 && threads <= connections, "--threads has to be from 1 to the number of connections");
        check(pipeline >= 1 && pipeline <= 1 << 20, "--pipeline has to be from 1 to " + (1 << 20));
        check(port > 0, "--port 0 is no server's port");
        check(isTarget(path), "--path has to begin with / and hold visible characters only");
        LoadPlan plan = new LoadPlan(
                target(),
                protocol,
                path,
                connections,
                sizeBytes,
                ratePerSecond,
                warmupSeconds,
                seconds,
                threads,
                pipeline);
        LoadResult result = LoadClient.run(
                plan, opened -> spec.commandLine().getErr().println(opened + " connections are open; the load begins"));
        spec.commandLine().getOut().print(LoadReport.text(result));
        spec.commandLine().getOut().flush();
        if (json != null) {
            Files.writeString(json, LoadReport.json(result) + "\n");
        }
        return result.errorCount() == 0 ? 0 : 1;
    }

    private InetSocketAddress target() {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new CommandFailure("there is no host '" + host + "'", e);
        }
    }

    private static boolean isTarget(String path) {
        return path.startsWith("/") && path.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
