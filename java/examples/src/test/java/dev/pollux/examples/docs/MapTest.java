package dev.pollux.examples.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.sources.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That the map in CONTRIBUTING has every package that there is, and no other: a move of classes moves its row. */
class MapTest {
    private static final Pattern ROW = Pattern.compile("^\\| (`[^|]*) \\|[^|]*\\|$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @Test
    void theMapAndThePackagesAreTheSame() throws IOException {
        TreeSet<String> there = new TreeSet<>();
        for (String module : Repository.modules()) {
            for (Path source : Repository.files(module + "/src/main/java", ".java")) {
                String name = Repository.name(source);
                if (!name.endsWith("/module-info.java")) {
                    String folder = name.substring((module + "/src/main/java/").length(), name.lastIndexOf('/'));
                    there.add(module + " " + folder.replace('/', '.'));
                }
            }
        }
        TreeSet<String> mapped = new TreeSet<>();
        for (List<String> row : rows()) {
            row.stream().skip(1).forEach(each -> {
                String named = row.get(0) + " " + each;
                assertTrue(mapped.add(named), () -> named + " stands in the map twice");
            });
        }
        assertEquals(String.join("\n", there), String.join("\n", mapped));
    }

    @Test
    void everyPlaceOfTheMapIsThere() throws IOException {
        List<String> missing = rows().stream()
                .map(row -> row.get(0))
                .filter(place -> !Files.exists(Repository.at(place)))
                .toList();
        assertEquals(List.of(), missing);
    }

    /** The code of each row's first cell: a place, and the packages in it. */
    private static List<List<String>> rows() {
        String page = Repository.read(Repository.at("CONTRIBUTING.md"));
        int begin = page.indexOf("## Where things are");
        String map = page.substring(begin, page.indexOf("\n## ", begin));
        List<List<String>> rows = new ArrayList<>();
        for (MatchResult row : ROW.matcher(map).results().toList()) {
            rows.add(CODE.matcher(row.group(1))
                    .results()
                    .map(each -> each.group(1))
                    .toList());
        }
        assertTrue(rows.size() > 10, rows.size() + " rows");
        return rows;
    }
}
