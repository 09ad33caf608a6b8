package dev.pollux.wine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where things lie: Maven starts this program in the folder {@code wine}. */
final class Folders {
    static final Path WINE = Path.of("").toAbsolutePath();
    static final Path TARGET = WINE.resolve("target");
    static final Path CACHE = Path.of(System.getProperty("pollux.wine.cache"));

    private Folders() {}

    static Path module(String name) {
        return WINE.resolveSibling("java").resolve(name);
    }

    /** Deletes a folder with all that is in it, and follows no link. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    static Path empty(Path folder) throws IOException {
        delete(folder);
        return Files.createDirectories(folder);
    }
}
