package dev.pollux.sources;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of the source tree, for tests that read them: the house's rules, and those of the documentation. */
public final class Repository {
    private static final Path ROOT = Path.of(System.getProperty("basedir", "")).resolve("../..");

    private Repository() {}

    public static Path at(String path) {
        return ROOT.resolve(path);
    }

    public static String read(Path file) {
        try {
            return Files.readString(file).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return a file's path from the root, with slashes on every system} */
    public static String name(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    /** {@return every file beneath a folder whose name ends so, in the order of their paths} */
    public static List<Path> files(String folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(at(folder))) {
            return all.filter(each -> each.toString().endsWith(ending)).sorted().toList();
        }
    }

    /** {@return the folders that have a {@code src/main/java}, such as {@code java/pollux}} */
    public static List<String> modules() throws IOException {
        try (Stream<Path> outer = Files.list(ROOT);
                Stream<Path> inner = Files.list(at("java"));
                Stream<Path> frameworks = Files.list(at("java/frameworks"))) {
            return Stream.of(outer, inner, frameworks)
                    .flatMap(each -> each)
                    .filter(each -> Files.isDirectory(each.resolve("src/main/java")))
                    .map(Repository::name)
                    .sorted()
                    .toList();
        }
    }

    /** {@return every Java source of every module, tests too. Nothing that is built is looked at: it changes meanwhile} */
    public static List<Path> sources() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String module : modules()) {
            all.addAll(files(module + "/src", ".java"));
        }
        return all;
    }

    /** {@return all that is documentation, by hand or rendered} */
    public static List<Path> pages() throws IOException {
        List<Path> rooms = List.of(at("README.md"), at("CONTRIBUTING.md"), at("CHANGELOG.md"));
        return Stream.concat(rooms.stream(), files("docs", ".md").stream()).toList();
    }
}
