package dev.pollux.examples.cookbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.sources.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That the cook-book's pages show the programs as they are, each of them, and that each is run by a test. */
class CookbookTest {
    private static final Pattern PROGRAM = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    private static List<Path> programs() throws IOException {
        return Repository.files("java/examples/src/main/java/dev/pollux/examples/cookbook", ".java").stream()
                .filter(file -> !file.endsWith("package-info.java"))
                .toList();
    }

    private static String name(Path program) {
        return program.getFileName().toString().replace(".java", "");
    }

    @Test
    void eachProgramHasOnePageThatShowsAllOfIt() throws IOException {
        List<String> shown = new ArrayList<>();
        for (Path page : Repository.files("docs/cookbook", ".md")) {
            String text = Repository.read(page);
            List<MatchResult> blocks = PROGRAM.matcher(text).results().toList();
            assertEquals(1, blocks.size(), Repository.name(page));
            for (String part : List.of("**Take it when.**", "**Run it.**", "**It runs on**", "## What can go wrong")) {
                assertTrue(text.contains(part), () -> Repository.name(page) + " has no " + part);
            }
            shown.add(blocks.get(0).group(1));
        }
        List<String> programs = new ArrayList<>();
        for (Path program : programs()) {
            String source = Repository.read(program);
            programs.add(source.substring(source.indexOf("import ")));
        }
        assertEquals(
                programs.stream().sorted().toList(), shown.stream().sorted().toList());
        assertEquals(12, programs.size());
    }

    @Test
    void theListHasEachPage() throws IOException {
        String list = Repository.read(Repository.at("docs/cookbook.md"));
        for (Path page : Repository.files("docs/cookbook", ".md")) {
            String text = Repository.read(page);
            String row = "| [" + text.substring(2, text.indexOf('\n')) + "](cookbook/" + page.getFileName() + ") |";
            assertTrue(list.contains(row), row);
        }
    }

    @Test
    void eachProgramIsRunByATest() throws IOException {
        StringBuilder tests = new StringBuilder();
        for (Path test : Repository.files("java/examples/src/test/java/dev/pollux/examples/cookbook", "Test.java")) {
            tests.append(Repository.read(test));
        }
        for (Path program : programs()) {
            assertTrue(tests.toString().contains(name(program) + ".class"), name(program));
        }
    }

    /** A reader has to see a program as a whole. */
    @Test
    void noProgramIsLong() throws IOException {
        for (Path program : programs()) {
            long lines = Repository.read(program).lines().count();
            assertTrue(lines <= 190, name(program) + ": " + lines);
        }
    }
}
