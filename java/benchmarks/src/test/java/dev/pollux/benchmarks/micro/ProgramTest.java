package dev.pollux.benchmarks.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs sh")
class ProgramTest {
    @Test
    void whatItPrintsIsTheFigure() throws IOException, InterruptedException {
        assertEquals(12.5, run("echo 12.5"));
    }

    @Test
    void aProgramThatFailsIsNoFigure() {
        IOException thrown = assertThrows(IOException.class, () -> run("echo 1; exit 3"));
        assertTrue(thrown.getMessage().contains("status 3"), thrown.getMessage());
    }

    @Test
    void textIsNoFigure() {
        IOException thrown = assertThrows(IOException.class, () -> run("echo fast"));
        assertTrue(thrown.getMessage().contains("fast"), thrown.getMessage());
    }

    private static double run(String script) throws IOException, InterruptedException {
        return Program.run(List.of("sh", "-c", script));
    }
}
