package dev.pollux.examples.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.sources.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * That the guide's snippets are marked regions of compiled sources. {@link SnippetsTest} runs those that stand here, and the tests of
 * their modules those of the frameworks.
 */
class GuideTest {
    private static final Path MODULE = Path.of(System.getProperty("basedir", ""));
    private static final Path SOURCES = MODULE.resolve("src/test/java/dev/pollux/examples/guide");
    private static final String FRAMEWORKS = "java/frameworks/";
    private static final Pattern REGION =
            Pattern.compile("^ *// guide: (\\S+)\n(.*?)^ *// end$", Pattern.DOTALL | Pattern.MULTILINE);

    private static String read(Path file) throws IOException {
        return Files.readString(file).replace("\r\n", "\n");
    }

    private static List<String> blocks(String language) throws IOException {
        Matcher matcher = Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(read(MODULE.resolve("../../docs/guide.md")));
        List<String> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    private static List<String> regions() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String file : List.of("FirstServer.java", "Snippets.java", "ChannelServer.java", "PortServer.java")) {
            files.add(SOURCES.resolve(file));
        }
        for (String module : Repository.modules()) {
            if (module.startsWith(FRAMEWORKS)) { // compiled and run there
                files.addAll(Repository.files(module + "/src/main/java", ".java"));
            }
        }
        List<String> regions = new ArrayList<>();
        for (Path file : files) {
            Matcher matcher = REGION.matcher(read(file));
            while (matcher.find()) {
                regions.add(matcher.group(2).stripTrailing().stripIndent() + "\n"); // a last, empty line would count
            }
        }
        return regions;
    }

    @Test
    void everySnippetIsCompiled() throws IOException {
        List<String> blocks = blocks("java");
        assertEquals(
                blocks.stream().sorted().toList(), regions().stream().sorted().toList());
        assertTrue(blocks.size() >= 9, blocks.size() + " snippets");
    }

    @Test
    void theFirstExampleHasFewerThan25Lines() throws IOException {
        assertTrue(blocks("java").get(0).lines().count() < 25);
    }

    /** What the diff keeps and takes away is the one program, what it keeps and adds the other. */
    @Test
    void theDiffIsThatOfTheTwoPrograms() throws IOException {
        String diff = blocks("diff").get(0);
        assertEquals(program("SelectorServer.java"), side(diff, '-'));
        assertEquals(program("MovedServer.java"), side(diff, '+'));
    }

    private static String side(String diff, char sign) {
        return diff.lines()
                .filter(line -> line.isEmpty() || line.charAt(0) == ' ' || line.charAt(0) == sign)
                .map(line -> line.isEmpty() ? line : line.substring(1))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /** The package is not the diff's matter. */
    private static String program(String file) throws IOException {
        String source = read(SOURCES.resolve(file));
        return source.substring(source.indexOf("import "));
    }

    @Test
    void filesThatItLinksToAreThere() throws IOException {
        String guide = read(MODULE.resolve("../../docs/guide.md"));
        Stream<String> links =
                Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(guide).results().map(r -> r.group(1));
        List<String> missing = links.filter(
                        link -> !Files.exists(MODULE.resolve("../../docs").resolve(link)))
                .toList();
        assertEquals(List.of(), missing);
    }
}
