package dev.pollux.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FactsTest {
    @Test
    void theCommandIsToldWithoutFolders() {
        assertEquals(
                "java -Xmx1g -Dx=y.txt -jar java/benchmarks/target/pollux-benchmarks.jar report --out docs/p.md "
                        + "--charts=charts 'two words'",
                Facts.command(
                        List.of("-Xmx1g", "-Dx=/home/me/y.txt"),
                        List.of("report", "--out", "docs/p.md", "--charts=/tmp/charts", "two words")));
    }

    @Test
    void aRunKnowsWhereAndHow() throws IOException {
        Map<String, String> facts =
                Facts.of(new Plan(3, true, "", new PrintWriter(Writer.nullWriter())), List.of("report"));
        assertEquals("3", facts.get("rounds"));
        assertEquals("yes", facts.get("quick"));
        for (String name : List.of("date", "command", "kernel", "processor", "JDK", "JMH")) {
            assertFalse(facts.getOrDefault(name, "").isBlank(), name);
        }
        assertFalse(facts.containsValue(null));
        assertFalse(facts.values().stream().anyMatch(each -> each.contains("${")), facts::toString);
    }

    @Test
    void theMachinesNameIsKeptBack() throws IOException {
        String facts = Facts.of(new Plan(1, false, "", new PrintWriter(Writer.nullWriter())), List.of("report"))
                .toString();
        String name = InetAddress.getLocalHost().getHostName();
        assertTrue(name.equals("localhost") || !facts.contains(name), facts);
        assertFalse(facts.contains(System.getProperty("user.home") + "/"), facts);
    }
}
