package dev.pollux.examples.demo;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The parent's side of a {@link ServerUnderTest} or a {@link LoopServer}: a JVM of its own, the same JDK, flags and classes as
 * this one.
 */
final class ServerChild implements AutoCloseable {
    /** Children run on what their parent is told to run on. */
    private static final String BACKEND_PROPERTY = "dev.pollux.backend";

    private static final long END_SECONDS = 5;

    private final Process process;
    private final BufferedReader replies;
    private final Writer requests;
    private final Thread onExit;
    private final InetSocketAddress address;
    private final String description;

    /**
     * What the child has used since it started.
     *
     * @param processorNanos user and system time
     * @param allocatedBytes by Java threads
     */
    record Usage(long processorNanos, long allocatedBytes) {}

    private ServerChild(Process process) throws IOException {
        this.process = process;
        replies = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        requests = process.outputWriter(StandardCharsets.US_ASCII);
        onExit = new Thread(process::destroyForcibly, "end-child");
        Runtime.getRuntime().addShutdownHook(onExit);
        String[] ready = reply().split(" ", 3);
        if (!ready[0].equals("ready")) {
            throw new IOException("the server said: " + String.join(" ", ready));
        }
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ready[1]));
        description = ready[2];
    }

    /** Starts an HTTP server. */
    static ServerChild startHttp(ServerUnderTest.Layer layer, int threads) throws IOException {
        return start("demo-server", layer, List.of("--threads", Integer.toString(threads)), List.of());
    }

    /** Starts a loop, in a JVM with some flags more. */
    static ServerChild startLoop(ServerUnderTest.Layer layer, List<String> flags) throws IOException {
        return start("demo-loop", layer, List.of(), flags);
    }

    private static ServerChild start(
            String program, ServerUnderTest.Layer layer, List<String> options, List<String> flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (isForChildren(flag, flags)) {
                command.add(flag);
            }
        }
        String backend = System.getProperty(BACKEND_PROPERTY);
        if (backend != null) {
            command.add("-D" + BACKEND_PROPERTY + "=" + backend);
        }
        command.addAll(flags);
        String classPath = System.getProperty("java.class.path");
        if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
            command.addAll(List.of("-jar", classPath)); // so that its manifest enables native access
        } else {
            command.addAll(List.of("-cp", classPath, "dev.pollux.examples.Main"));
        }
        command.addAll(List.of(program, "--layer", layer.name().toLowerCase(Locale.ROOT)));
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            return new ServerChild(process);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static boolean isForChildren(String flag, List<String> others) {
        // An agent, a debugger say, would take the same port twice.
        boolean agent = flag.startsWith("-agent") || flag.startsWith("-javaagent") || flag.contains("jmxremote");
        boolean collector = flag.matches("-XX:[+-]Use\\w+GC"); // of which there may be one
        return !agent && !(collector && others.stream().anyMatch(each -> each.endsWith("GC")));
    }

    InetSocketAddress address() {
        return address;
    }

    String description() {
        return description;
    }

    Usage usage() throws IOException {
        long[] numbers = ask("usage");
        return new Usage(numbers[0], numbers[1]);
    }

    /**
     * Sends a request, and waits for the reply.
     *
     * @return the numbers of the reply
     * @throws IOException if it failed
     */
    long[] ask(Object... request) throws IOException {
        requests.write(Stream.of(request).map(Object::toString).collect(Collectors.joining(" ", "", "\n")));
        requests.flush();
        String reply = reply();
        if (reply.startsWith("failed ")) {
            throw new IOException(reply.substring("failed ".length()));
        }
        return Stream.of(reply.split(" "))
                .filter(each -> !each.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private String reply() throws IOException {
        String line = replies.readLine();
        if (line == null) {
            throw new IOException("the server's process ended before it answered");
        }
        return line;
    }

    @Override
    public void close() {
        try {
            requests.close();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // The hook runs already.
        }
    }
}
