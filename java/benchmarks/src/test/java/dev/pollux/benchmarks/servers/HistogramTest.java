package dev.pollux.benchmarks.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.benchmarks.CPrograms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The load generator's histogram is in C, and so is its test. */
class HistogramTest {
    @Test
    void percentilesAreWithinOneInAHundred() throws IOException, InterruptedException {
        Optional<Path> program = CPrograms.find("histogram_test");
        assumeTrue(program.isPresent(), () -> CPrograms.whyMissing("histogram_test"));
        Process process = new ProcessBuilder(program.get().toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }
}
