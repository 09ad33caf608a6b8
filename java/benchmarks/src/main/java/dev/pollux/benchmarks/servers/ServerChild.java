package dev.pollux.benchmarks.servers;

import dev.pollux.benchmarks.servers.child.Kind;
import dev.pollux.benchmarks.servers.child.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** This side of a server's process. */
final class ServerChild implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long LOOK_AGAIN_MILLIS = 2;

    /** More open descriptors than before are connections that it has not closed yet. Fewer may be files. */
    private static final int OTHER_DESCRIPTORS = 16;

    final Contestant contestant;
    final Kind kind;
    final Ready ready;
    private final Process process;
    private final BufferedReader answers;
    private final Path folder;
    private final Thread onExit;

    /** Starts one, and waits until it listens. */
    ServerChild(Contestant contestant, Kind kind) throws IOException {
        this.contestant = contestant;
        this.kind = kind;
        folder = kind == Kind.UNIX ? Files.createTempDirectory("pollux") : null;
        Path path = kind == Kind.UNIX ? folder.resolve("socket") : null;
        process = new ProcessBuilder(Launcher.pinned(Launcher.SERVER_PROCESSOR, contestant.command(kind, path)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = process.inputReader();
        onExit = new Thread(process::destroyForcibly, "end-server");
        Runtime.getRuntime().addShutdownHook(onExit);
        try {
            ready = Ready.parse(contestant.name(), answers.readLine());
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    long processId() {
        return process.pid();
    }

    /** {@return the bytes that its Java threads have allocated so far, or 0 of C, which has none} */
    long allocatedBytes() throws IOException {
        return contestant.isJava() ? Long.parseLong(ask("")) : 0;
    }

    /** {@return what it has now, with the heap's garbage collected. Of C only the first of the three} */
    Memory memory() throws IOException {
        if (!contestant.isJava()) {
            return new Memory(residentBytes(), 0, 0);
        }
        String[] answer = ask(ServerProcess.MEMORY).split(" ");
        return new Memory(residentBytes(), Long.parseLong(answer[0]), Long.parseLong(answer[1]));
    }

    /**
     * What a server has of memory, in bytes.
     *
     * @param resident what the kernel counts of the process
     * @param heap what lives on the Java heap
     * @param direct what is in direct buffers
     */
    record Memory(long resident, long heap, long direct) {}

    private String ask(String question) throws IOException {
        process.getOutputStream().write((question + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(contestant.name() + ": the server has ended");
        }
        return answer;
    }

    private long residentBytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException(status + " has no VmRSS");
    }

    /** {@return the processor time of the JIT compiler's threads, as far as they live} */
    long compilerNanos() throws IOException {
        long sum = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (Path thread : (Iterable<Path>) threads::iterator) {
                sum += compilerNanos(thread);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return sum;
    }

    private static long compilerNanos(Path thread) throws IOException {
        try {
            boolean compiles = Files.readString(thread.resolve("comm")).matches("C[12] Compiler.*\\n");
            return compiles
                    ? Long.parseLong(
                            Files.readString(thread.resolve("schedstat")).split(" ")[0])
                    : 0;
        } catch (NoSuchFileException e) {
            return 0; // the thread has ended, or the kernel does not tell
        }
    }

    int descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return (int) open.count();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Waits until the connections of a client that has ended are closed here too: the next server's turn is not to pay. */
    void awaitClosed(int descriptorsBefore) throws IOException, InterruptedException {
        long giveUpNanos = System.nanoTime() + PATIENCE_NANOS;
        while (descriptors() > descriptorsBefore + OTHER_DESCRIPTORS) {
            if (System.nanoTime() - giveUpNanos > 0) {
                throw new IOException(contestant.name() + ": " + descriptors() + " descriptors are open, "
                        + descriptorsBefore + " were before the client came");
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            process.getOutputStream().close(); // it ends with its input
            if (!process.waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
                throw new IOException(contestant.name() + ": the server does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            if (folder != null) {
                Files.deleteIfExists(folder.resolve("socket"));
                Files.deleteIfExists(folder);
            }
            removeHook();
        }
    }

    private void removeHook() {
        if (onExit != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(onExit);
            } catch (IllegalStateException e) {
                // It runs already.
            }
        }
    }
}
