package dev.pollux.benchmarks.windows;

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
    private static final String COMPILE_EARLY = "-XX:CompileThresholdScaling=0.1";

    final EchoLayer layer;
    final String description;
    final InetSocketAddress address;
    private final Process process;
    private final BufferedReader answers;

    /**
     * Starts it.
     *
     * @param java the command that starts a JVM with this class path
     */
    ServerUnderTest(EchoLayer layer, List<String> java) throws IOException {
        this.layer = layer;
        List<String> command = new ArrayList<>(java);
        command.add(COMPILE_EARLY);
        if (!layer.binding.isEmpty()) {
            command.add("-Ddev.pollux.binding=" + layer.binding);
        }
        command.addAll(List.of(ServerProcess.class.getName(), layer.name()));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = process.inputReader();
        String[] ready = answer().split(" ", 3);
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready[1]));
        description = ready[2];
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(layer + ": the server has ended");
        }
        return line;
    }

    String ask(char question) throws IOException {
        process.getOutputStream().write(question);
        process.getOutputStream().flush();
        return answer();
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
