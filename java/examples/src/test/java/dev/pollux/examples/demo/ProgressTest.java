package dev.pollux.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter out = new StringWriter();

    private void tell(boolean terminal) {
        Progress progress = new Progress(new PrintWriter(out), terminal);
        progress.step("round 1 of 2", "Pollux", true);
        progress.step("round 1 of 2", "Selector", false);
        progress.end();
    }

    @Test
    void aTerminalsLineIsWrittenAgain() {
        tell(true);
        assertEquals(
                "\r" + padded("round 1 of 2, Pollux") + "\r" + padded("round 1 of 2, Selector") + "\r" + padded("")
                        + "\r",
                out.toString());
    }

    @Test
    void elseThereIsALineForEachStepOfBoth() {
        tell(false);
        assertEquals("round 1 of 2" + System.lineSeparator(), out.toString());
    }

    private static String padded(String text) {
        return text + " ".repeat(79 - text.length());
    }
}
