package dev.pollux.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoCommandTest {
    private static final String MARKS = "<!-- The demo's table: written by the benchmarks' command demo. -->\n%s"
            + "<!-- End of the demo's table. -->\n";

    @Test
    void theTableTakesThePlaceOfTheOldOne() {
        String page = "before\n" + MARKS.formatted("\nold\n\n") + "after\n";
        assertEquals(
                "before\n" + MARKS.formatted("\n| new |\n\n") + "after\n", DemoCommand.withTable(page, "| new |\n"));
        assertEquals(
                "before\n" + MARKS.formatted("\n| new |\n\n") + "after\n",
                DemoCommand.withTable(page.replace("\n", "\r\n"), "| new |\n"));
    }

    @Test
    void aPageWithoutAPlaceForItIsRefused() {
        assertThrows(CommandFailure.class, () -> DemoCommand.withTable("a page\n", "| new |\n"));
    }

    @Test
    void theReadmeHasAPlaceForIt() throws Exception {
        Path readme = Path.of(System.getProperty("basedir", "")).resolve("../../README.md");
        assertTrue(DemoCommand.withTable(Files.readString(readme), "| new |").contains("\n| new |\n"));
    }

    @Test
    void examplesThatAreNotBuiltAreAFailureOfOneLine() {
        StringWriter err = new StringWriter();
        int exitCode = Main.execute(
                List.of(),
                List.of("demo", "--quick", "--examples", "absent.jar"),
                new PrintWriter(new StringWriter(), true),
                new PrintWriter(err, true));
        assertEquals(1, exitCode);
        assertTrue(err.toString().contains("absent.jar is not there: build it by mvn"), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }
}
