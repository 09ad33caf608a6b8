package dev.pollux.examples.cookbook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.examples.start.Echo;
import dev.pollux.sources.Repository;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The program of the page for the first ten minutes: it is the one that is compiled here, and it echoes. */
@Timeout(60)
class FirstMinutesTest {
    @Test
    void thePageShowsTheProgram() {
        String source =
                Repository.read(Repository.at("java/examples/src/test/java/dev/pollux/examples/start/Echo.java"));
        String program = source.substring(source.indexOf("import "));
        String page = Repository.read(Repository.at("docs/first-ten-minutes.md"));
        assertTrue(page.contains("```java\n" + program + "```\n"), "not as in start/Echo.java");
    }

    @Test
    void itEchoesAndEndsWithItsPeer() throws IOException {
        try (Program program = Program.start("best", Echo.class, "0")) {
            String runsOn = program.line();
            assertTrue(runsOn.startsWith("backend="), runsOn);
            try (Socket client = Program.connect(program.port())) {
                Program.write(client, "hello\n");
                assertEquals("hello", Program.line(client));
                client.shutdownOutput();
                assertEquals(-1, client.getInputStream().read());
            }
        }
    }
}
