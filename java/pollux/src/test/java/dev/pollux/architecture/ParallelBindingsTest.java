package dev.pollux.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.sources.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the bindings make the same calls in the same order: who knows one of the three sources knows all. */
@Once
class ParallelBindingsTest {
    private static final Pattern DECLARED =
            Pattern.compile("^    (?:default )?\\w+(?:\\[])? (\\w+)\\(", Pattern.MULTILINE);
    private static final Pattern BOUND = Pattern.compile(
            "^    @Override\\s+public (?:final )?(?:native )?\\w+(?:\\[])? (\\w+)\\(", Pattern.MULTILINE);

    @ParameterizedTest
    @CsvSource({
        "Linux, ffm, Ffm",
        "Linux, jni, Jni",
        "Linux, jnr, Jnr",
        "Windows, ffm, Ffm",
        "Windows, jni, Jni",
        "Windows, jnr, Jnr"
    })
    void aBindingHasTheOrderOfWhatItBinds(String system, String module, String prefix) {
        List<String> declared =
                methods(DECLARED, "java/pollux/src/main/java/dev/pollux/binding/" + system + "Calls.java");
        List<String> bound = methods(
                BOUND,
                "java/pollux-" + module + "/src/main/java/dev/pollux/" + module + "/" + prefix + system + "Calls.java");
        assertTrue(bound.size() > 35, () -> bound.size() + " methods of " + prefix + system + "Calls are known");
        assertEquals(List.of(), misplaced(declared, bound));
    }

    @Test
    void whatIsOutOfOrderIsSeen() {
        List<String> declared = List.of("open", "read", "write", "close");
        assertEquals(List.of(), misplaced(declared, List.of("open", "write", "close")));
        assertEquals(List.of("read"), misplaced(declared, List.of("open", "write", "read", "close")));
        assertEquals(List.of("seek"), misplaced(declared, List.of("open", "seek", "read")));
    }

    /** {@return those that come after one that they precede in what they bind, or are not there at all} */
    private static List<String> misplaced(List<String> declared, List<String> bound) {
        List<String> misplaced = new ArrayList<>();
        int last = -1;
        for (String each : bound) {
            int place = declared.indexOf(each);
            if (place < last || place < 0) {
                misplaced.add(each);
            } else {
                last = place;
            }
        }
        return misplaced;
    }

    private static List<String> methods(Pattern pattern, String path) {
        return pattern.matcher(Repository.read(Repository.at(path)))
                .results()
                .map(each -> each.group(1))
                .toList();
    }
}
