package dev.pollux.examples.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.sources.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the figures of the page about reliability are those of what it names. */
class ReliabilityTest {
    private static final String TESTS = "java/pollux/src/test/java/dev/pollux/";

    private static String figure(String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(Repository.read(Repository.at("docs/reliability.md")));
        assertTrue(found.find(), () -> "the page does not say: " + pattern);
        return found.group(1).replace(" ", "");
    }

    private static int count(String folder, String suffix, String text) throws IOException {
        int count = 0;
        for (Path file : Repository.files(folder, suffix)) {
            count += Repository.read(file).contains(text) ? 1 : 0;
        }
        return count;
    }

    @ParameterizedTest
    @CsvSource({
        "(\\d+) tables:, java/pollux/src/test/resources/dev/pollux/states, .txt, ''",
        "(\\d+) programs of jcstress, java/stress/src, .java, @JCStressTest"
    })
    void whatIsCountedIsThere(String pattern, String folder, String suffix, String text) throws IOException {
        assertEquals("" + count(folder, suffix, text), figure(pattern));
    }

    @ParameterizedTest
    @CsvSource({
        "([\\d ]+) steps of the completion program, history/CompletionHistoryContract.java, ' STEPS'",
        "([\\d ]+) more in pairs, history/CompletionHistoryContract.java, ' PAIRED_STEPS'",
        "([\\d ]+) of the\\nreadiness program, history/ReadinessHistoryTest.java, ' STEPS'"
    })
    void stepsAreThoseOfTheTests(String pattern, String file, String constant) throws IOException {
        String source = Repository.read(Repository.at(TESTS + file)).replace("_", "");
        String name = constant.replace("_", "");
        assertTrue(source.contains(name + " = " + figure(pattern) + ";"), file);
    }
}
