package dev.pollux.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.sources.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** That a package and a file can be taken in by a reader. */
@Once
class SizesTest {
    private static final int PACKAGE_FILES = 45;
    private static final int FILE_LINES = 500;
    /** A file that is longer may hold two subjects: it is named, no more. */
    private static final int LONG_FILE_LINES = 400;

    @Test
    void noPackageHasMoreFilesThanAReaderTakesIn() throws IOException {
        List<String> sources = sources().keySet().stream().toList();
        assertTrue(sources.size() > 500, sources.size() + " sources");
        assertEquals("", String.join("\n", crowded(sources)));
    }

    @Test
    void noFileIsLongerThanAReaderTakesIn(TestReporter reporter) throws IOException {
        Map<String, String> sources = sources();
        longer(LONG_FILE_LINES, sources).forEach(each -> reporter.publishEntry("may hold two subjects", each));
        assertEquals("", String.join("\n", longer(FILE_LINES, sources)));
    }

    @Test
    void aCrowdAndALongFileAreSeen() {
        List<String> files = IntStream.rangeClosed(1, PACKAGE_FILES)
                .mapToObj(each -> "java/x/src/main/java/a/" + each + ".java")
                .toList();
        assertEquals(List.of(), crowded(files));
        List<String> more = IntStream.rangeClosed(0, PACKAGE_FILES)
                .mapToObj(each -> "java/x/src/main/java/a/" + each + ".java")
                .toList();
        assertEquals(List.of("java/x/src/main/java/a has 46 files"), crowded(more));
        Map<String, String> texts =
                Map.of("Right.java", "line\n".repeat(FILE_LINES), "Long.java", "line\n".repeat(FILE_LINES + 1));
        assertEquals(List.of("Long.java has 501 lines"), longer(FILE_LINES, texts));
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (Path each : Repository.sources()) {
            sources.put(Repository.name(each), Repository.read(each));
        }
        return sources;
    }

    private static List<String> crowded(List<String> files) {
        Map<String, Integer> packages = new TreeMap<>();
        files.forEach(file -> packages.merge(file.substring(0, file.lastIndexOf('/')), 1, Integer::sum));
        return packages.entrySet().stream()
                .filter(each -> each.getValue() > PACKAGE_FILES)
                .map(each -> each.getKey() + " has " + each.getValue() + " files")
                .toList();
    }

    private static List<String> longer(int limit, Map<String, String> sources) {
        return sources.entrySet().stream()
                .filter(each -> each.getValue().lines().count() > limit)
                .map(each -> each.getKey() + " has " + each.getValue().lines().count() + " lines")
                .toList();
    }
}
