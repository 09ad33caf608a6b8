package dev.pollux.benchmarks.windows;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command that starts a Windows JVM with these classes: on Windows this JVM's own, elsewhere what a file says.
 *
 * @param command the program and its arguments, without a main class
 * @param emulator what has the place of Windows, {@code wine-8.0} for instance, or empty on Windows itself
 */
record WindowsJava(List<String> command, Optional<String> emulator) {
    /** The property that names the file: an argument a line, the first of them Wine's program. */
    static final String FILE_PROPERTY = "pollux.benchmarks.windows.java";

    private static final String CLASS_PATH = "-cp";

    /** What to tell whoever has none. */
    static final String WHY_NONE = "this is " + System.getProperty("os.name")
            + ", and no Windows JVM was named by -D" + FILE_PROPERTY
            + "; the build does it where there is Wine: mvn -q verify -pl wine -Dpollux.wine.runs=compare";

    /** {@return the command, or nothing if there is none here} */
    static Optional<WindowsJava> find() throws IOException {
        String file = System.getProperty(FILE_PROPERTY);
        if (file != null) {
            return Optional.of(read(Path.of(file)));
        }
        return System.getProperty("os.name").startsWith("Windows") ? Optional.of(own()) : Optional.empty();
    }

    static WindowsJava own() {
        return new WindowsJava(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        CLASS_PATH,
                        System.getProperty("java.class.path")),
                Optional.empty());
    }

    static WindowsJava read(Path file) throws IOException {
        List<String> command;
        try {
            command = Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new IOException("can't read " + file + ", which -D" + FILE_PROPERTY + " names: " + e);
        }
        if (command.isEmpty()) {
            throw new IOException(file + ", which -D" + FILE_PROPERTY + " names, holds no command");
        }
        return new WindowsJava(command, Optional.of(version(command.get(0))));
    }

    private static String version(String program) throws IOException {
        String line;
        try {
            Process process = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            try (BufferedReader lines = process.inputReader()) {
                line = lines.readLine();
            }
        } catch (IOException e) {
            throw new IOException(
                    program + ", by -D" + FILE_PROPERTY + ", does not tell its version: " + e.getMessage());
        }
        if (line == null) {
            throw new IOException(program + ", by -D" + FILE_PROPERTY + ", does not tell its version");
        }
        return line;
    }

    /** {@return the flags in it} */
    List<String> flags() {
        List<String> flags = new ArrayList<>();
        for (int i = 1; i < command.size(); i++) {
            String argument = command.get(i);
            if (argument.equals(CLASS_PATH)) {
                i++;
            } else if (argument.startsWith("-")) {
                flags.add(argument);
            }
        }
        return flags;
    }
}
