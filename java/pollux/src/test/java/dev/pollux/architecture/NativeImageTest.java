package dev.pollux.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.sources.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That a native image is told of all that the library finds by its name, and of nothing that is not there. */
@Once
class NativeImageTest {
    private static final String SOURCES = "java/pollux/src/main/java";
    private static final String METADATA =
            "java/pollux/src/main/resources/META-INF/native-image/dev.pollux/pollux/reflect-config.json";

    private static final Pattern ENTRY = Pattern.compile("\\{\"name\": \"([\\w.$]+)\"([^\n]*)\\}");
    private static final Pattern FIELDS = Pattern.compile("\"fields\": \\[([^]]*)\\]");
    private static final Pattern NAME = Pattern.compile("\"name\": \"(\\w+)\"");
    private static final Pattern FOUND =
            Pattern.compile("Fields\\.find\\(\\s*MethodHandles\\.lookup\\(\\), \"(\\w+)\"");
    private static final Pattern LOADED = Pattern.compile("\"(dev\\.pollux\\.[\\w.]*\\.[A-Z]\\w*)\"");

    private static List<MatchResult> entries() {
        List<MatchResult> entries = ENTRY.matcher(Repository.read(Repository.at(METADATA)))
                .results()
                .toList();
        assertTrue(entries.size() > 15, entries.size() + " classes");
        return entries;
    }

    private static List<String> fields(MatchResult entry) {
        return FIELDS.matcher(entry.group(2))
                .results()
                .flatMap(each -> NAME.matcher(each.group(1)).results())
                .map(each -> each.group(1))
                .toList();
    }

    /** A field that threads share is found by its name, once. */
    @Test
    void everyFieldThatIsFoundByItsNameIsTold() throws IOException {
        TreeSet<String> found = new TreeSet<>();
        for (Source source : Source.beneath(Repository.at(SOURCES))) {
            FOUND.matcher(source.text()).results().forEach(each -> found.add(typeOf(source) + "." + each.group(1)));
        }
        TreeSet<String> told = new TreeSet<>();
        for (MatchResult entry : entries()) {
            String outer = entry.group(1).replaceAll("\\$.*", "");
            fields(entry).forEach(field -> told.add(outer + "." + field));
        }
        assertEquals(String.join("\n", found), String.join("\n", told));
    }

    private static String typeOf(Source source) {
        return source.path().replace(".java", "").replace('/', '.');
    }

    @Test
    void everyFieldThatIsToldIsThere() throws ReflectiveOperationException {
        for (MatchResult entry : entries()) {
            for (String field : fields(entry)) {
                Class.forName(entry.group(1), false, getClass().getClassLoader())
                        .getDeclaredField(field);
            }
        }
    }

    /** Bindings, and what wires the library. */
    @Test
    void everyClassThatIsLoadedByItsNameIsTold() throws IOException {
        TreeSet<String> loaded = new TreeSet<>();
        for (Source source : Source.beneath(Repository.at(SOURCES))) {
            if (source.text().contains("Class.forName(")) {
                LOADED.matcher(source.text()).results().forEach(each -> loaded.add(each.group(1)));
            }
        }
        assertTrue(loaded.size() > 3, () -> "found " + loaded);
        TreeSet<String> told = new TreeSet<>();
        entries().stream().filter(each -> fields(each).isEmpty()).forEach(each -> told.add(each.group(1)));
        assertEquals(loaded, told);
    }

    @Test
    void everyClassThatIsToldHasASource() throws IOException {
        List<String> all = new ArrayList<>();
        for (String module : List.of("pollux", "pollux-ffm", "pollux-jni", "pollux-jnr")) {
            Source.beneath(Repository.at("java/" + module + "/src/main/java")).forEach(each -> all.add(typeOf(each)));
        }
        Stream<String> told = entries().stream().map(each -> each.group(1).replaceAll("\\$.*", ""));
        assertEquals(List.of(), told.filter(each -> !all.contains(each)).toList());
    }
}
