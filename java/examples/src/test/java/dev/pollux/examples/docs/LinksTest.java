package dev.pollux.examples.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.sources.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That what the documentation points to is there. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s:#]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    @Test
    void everyLinkLeadsToAFileAndAHeading() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : Repository.pages()) {
            for (MatchResult link : LINK.matcher(prose(page)).results().toList()) {
                links++;
                Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
                boolean found = Files.exists(target)
                        && (link.group(2) == null || anchors(target).contains(link.group(2)));
                if (!found) {
                    broken.add(Repository.name(page) + ": " + link.group());
                }
            }
        }
        assertEquals(List.of(), broken);
        assertTrue(links > 40, links + " links");
    }

    private static String prose(Path page) {
        return Repository.read(page).replaceAll("(?ms)^```.*?^```$", "");
    }

    /** As the sites that show Markdown name a heading. */
    private static List<String> anchors(Path page) {
        return HEADING.matcher(prose(page))
                .results()
                .map(each -> each.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** The page that leads through the sources names each by its file: a class that moves takes its mention along. */
    @Test
    void everySourceThatAPageNamesIsThere() throws IOException {
        List<String> sources = new ArrayList<>();
        for (Path source : Repository.sources()) {
            sources.add(source.getFileName().toString());
        }
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (Path page : Repository.pages()) {
            for (MatchResult name : Pattern.compile("\\b[A-Z]\\w*\\.java\\b")
                    .matcher(prose(page))
                    .results()
                    .toList()) {
                named++;
                if (!sources.contains(name.group())) {
                    missing.add(Repository.name(page) + ": " + name.group());
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(named > 30, named + " sources named");
    }
}
