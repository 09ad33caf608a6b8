package dev.pollux.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder that the site is written to. */
record Output(Path root) {

    /** Takes away what an earlier run has left, and only that: another folder of this name is refused. */
    void clear() throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        if (!Files.exists(root.resolve("index.html"))) {
            throw new IOException(root + " is there, and is no site: name another folder, or take it away");
        }
        List<Path> old;
        try (Stream<Path> all = Files.walk(root)) {
            old = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : old) {
            Files.delete(each);
        }
    }

    void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    void copy(Path from, String path) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.copy(from, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
