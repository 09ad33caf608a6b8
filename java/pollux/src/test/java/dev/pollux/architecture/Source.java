package dev.pollux.architecture;

import dev.pollux.sources.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java source.
 *
 * @param path where it is, beneath its folder of sources
 * @param text what it says
 */
record Source(String path, String text) {
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    /** What is not code: a comment, a block of text, a string. */
    private static final Pattern WORDS =
            Pattern.compile("/\\*.*?\\*/|//[^\n]*|\"\"\".*?\"\"\"|\"(?:[^\"\\\\\n]|\\\\.)*+\"", Pattern.DOTALL);
    /** A name of the library's from its root, in an import or elsewhere in code. */
    private static final Pattern NAME = Pattern.compile("\\b(dev\\.pollux(?:\\.[a-z]\\w*)*)\\.([A-Z]\\w*|\\*)");

    static List<Source> beneath(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(each -> each.toString().endsWith(".java"))
                    .sorted()
                    .map(each ->
                            new Source(folder.relativize(each).toString().replace('\\', '/'), Repository.read(each)))
                    .toList();
        }
    }

    /** {@return the package's name; empty, if it has none, as a module's descriptor} */
    String packageName() {
        Matcher found = PACKAGE.matcher(text);
        return found.find() ? found.group(1) : "";
    }

    /** {@return the names, with their package, of the library's types that its code spells out} */
    List<Name> names() {
        return NAME.matcher(WORDS.matcher(text).replaceAll(""))
                .results()
                .map(each -> new Name(each.group(1), each.group(2)))
                .distinct()
                .toList();
    }

    /** A type of the library. */
    record Name(String packageName, String simple) {
        @Override
        public String toString() {
            return packageName + "." + simple;
        }
    }
}
