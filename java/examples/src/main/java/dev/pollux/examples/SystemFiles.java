package dev.pollux.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The files in which Linux tells of itself. What can't be read is null, as on another system. */
final class SystemFiles {
    private SystemFiles() {}

    /** {@return the first line that has one of the parts in it, or null if there is none} */
    static String firstLine(Path file, String... parts) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> Stream.of(parts).anyMatch(line::contains))
                    .findFirst()
                    .orElse(null);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** {@return the words of a file of one line, or null if there is no such file} */
    static String[] words(Path file) {
        String line = firstLine(file, "");
        return line == null || line.isBlank() ? null : line.strip().split("\\s+");
    }

    /** {@return how many files a directory holds, or -1 if it can't be read} */
    static long count(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }
}
