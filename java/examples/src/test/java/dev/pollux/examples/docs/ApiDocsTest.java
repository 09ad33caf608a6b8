package dev.pollux.examples.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.sources.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the documentation of each public type shows how it is used, and says which threads may use it. */
class ApiDocsTest {
    private static final Pattern LINK = Pattern.compile("\\{@link ([\\w.]+)[^}]*\\} has an example");

    /** The phrases that the guide names. */
    private static final List<String> THREADS = List.of(
            "All methods may be called from any thread.",
            "May be called from any thread.",
            "Only from the loop's thread.",
            "Only from a thread that polls the port.",
            "Only one thread at a time may use it.");

    private Collection<ApiType> types;

    @BeforeEach
    void read() throws IOException {
        types = ApiType.all().values();
        assertTrue(types.size() > 100, () -> types.size() + " types");
    }

    @Test
    void eachHasAnExampleOrALinkToOne() {
        List<String> without = new ArrayList<>();
        for (ApiType type : types) {
            Matcher link = LINK.matcher(type.doc());
            if (!type.hasExample() && !link.find()) {
                without.add(type.file());
            } else if (!type.hasExample() && named(link.group(1)).stream().noneMatch(to -> hasOne(to, link))) {
                without.add(type.file() + ": " + link.group(1) + " has none");
            }
        }
        assertEquals(List.of(), without);
    }

    /** A link to a method needs an example of that type's methods, a link to a type one of the type. */
    private static boolean hasOne(ApiType target, Matcher link) {
        return link.group().contains("#") ? !target.examples().isEmpty() : target.hasExample();
    }

    @Test
    void eachSaysWhichThreadsMayUseIt() {
        List<String> without = types.stream()
                .filter(type -> THREADS.stream().noneMatch(type.doc()::contains))
                .map(ApiType::file)
                .toList();
        assertEquals(List.of(), without);
    }

    @Test
    void theGuideNamesThePhrases() {
        String guide = Repository.read(Repository.at("docs/guide.md")).replaceAll("\\s+", " ");
        assertEquals(
                List.of(),
                THREADS.stream()
                        .filter(phrase -> !guide.contains('"' + phrase + '"'))
                        .toList());
    }

    private List<ApiType> named(String name) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        return types.stream().filter(type -> type.name().equals(simple)).toList();
    }
}
