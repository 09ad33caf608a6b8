package dev.pollux.wine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of the machine: found, and run to their end with a limit. */
final class Command {
    private Command() {}

    /** {@return the first of these programs that is there: a path, or a name to be found on the PATH} */
    static Optional<Path> find(String... programs) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(programs)
                .flatMap(program -> program.startsWith("/")
                        ? Stream.of(Path.of(program))
                        : Stream.of(path.split(":")).map(folder -> Path.of(folder, program)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** {@return the program that runs Java here} */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** {@return what it printed. If it failed, this fails, with that} */
    static String run(int seconds, List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile("pollux-wine", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            String output = Files.readString(log).strip();
            if (!ended) {
                throw new IOException(command.get(0) + " took more than " + seconds + " s: " + output);
            }
            if (process.exitValue() != 0) {
                throw new IOException(command.get(0) + " failed: " + output);
            }
            return output;
        } finally {
            Files.delete(log);
        }
    }
}
