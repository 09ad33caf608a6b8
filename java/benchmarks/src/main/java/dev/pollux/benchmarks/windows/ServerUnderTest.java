package dev.pollux.benchmarks.windows;

import dev.pollux.benchmarks.servers.Ready;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** This side of a {@link ServerProcess}. */
final class ServerUnderTest implements AutoCloseable {
    /**
     * For every server: the compiler counts calls, and a wait that finds many completions is called once in some tens of round
     * trips. What it has not compiled yet would be told as bytes for each.
     */
    static final String COMPILE_EARLY = "-XX:CompileThresholdScaling=0.1";

    final EchoLayer layer;
    final Ready ready;
    private final Process process;
    private final BufferedReader answers;

    /** Starts it, and waits until it listens. */
    ServerUnderTest(EchoLayer layer, WindowsJava java, Times times) throws IOException {
        this.layer = layer;
        List<String> command = new ArrayList<>(java.command());
        command.add(COMPILE_EARLY);
        if (!layer.binding.isEmpty()) {
            command.add("-Ddev.pollux.binding=" + layer.binding);
        }
        command.addAll(List.of(ServerProcess.class.getName(), layer.name(), Long.toString(times.measureMillis())));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = process.inputReader();
        try {
            ready = Ready.parse(layer.contestant, answers.readLine());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready.address()));
    }

    /** {@return the answer to one of {@link ServerProcess}'s questions} */
    String ask(char question) throws IOException {
        process.getOutputStream().write(question);
        process.getOutputStream().flush();
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(layer.contestant + ": the server has ended");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
