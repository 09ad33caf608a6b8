package dev.pollux.examples.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.sources.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** That sentences end where they end: a semicolon hangs a second statement on the first, which is hard to read. */
class ProseTest {
    private static final double AT_MOST = 3;

    @TestFactory
    Stream<DynamicTest> eachPageHasFewSemicolons() throws IOException {
        return Repository.pages().stream()
                .map(page -> DynamicTest.dynamicTest(
                        Repository.name(page),
                        () -> assertFew(ProseCount.ofMarkdown(Repository.read(page)), Repository.name(page))));
    }

    @Test
    void theLibrarysJavadocHasFewSemicolons() throws IOException {
        Map<String, ProseCount> modules = new TreeMap<>();
        ProseCount all = ProseCount.NONE;
        for (Path source : Repository.sources()) {
            String name = Repository.name(source);
            if (name.startsWith("java/pollux") && name.contains("/src/main/java/")) {
                ProseCount count = ProseCount.ofJavadoc(Repository.read(source));
                String folder = name.substring(0, name.lastIndexOf('/')).replace("/src/main/java", "");
                modules.merge(folder, count, ProseCount::plus);
                all = all.plus(count);
            }
        }
        modules.forEach((folder, count) -> System.out.println(folder + ": " + count));
        System.out.println("Javadoc of the library: " + all);
        assertTrue(all.words() > 10_000, all::toString);
        assertFew(all, "Javadoc of the library");
    }

    private static void assertFew(ProseCount count, String where) {
        assertTrue(
                count.perThousand() <= AT_MOST,
                () -> where + ": " + count + ", to be at most " + AT_MOST
                        + "; make two sentences where one has two statements");
    }

    @Test
    void markdownIsCountedWithoutItsCode() {
        assertEquals(new ProseCount(6, 1), ProseCount.ofMarkdown("""
                One `a; b` two; [three](four;five.md) six.&nbsp;
                <!-- seven; eight -->
                ```java
                nine;
                ```
                """));
    }

    @Test
    void javadocIsCountedWithoutItsCode() {
        assertEquals(new ProseCount(8, 2), ProseCount.ofJavadoc("""
                int zero; // no; prose
                /**
                 * One; {@code {a;} b;} two &lt; <em>three</em>;
                 * <pre>{@code
                 * four;
                 * }</pre>
                 * @return five
                 */
                int six; /** Seven. */
                """));
    }
}
