package dev.pollux.benchmarks.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    @Test
    void whatWasWrittenIsRead(@TempDir Path folder) throws IOException {
        Results results = new Results();
        results.fact("kernel", "6.18");
        for (double sample : new double[] {3, 1, 2}) {
            results.add("micro", "dispatch", "1 ready of 1", "C", "time an event", "ns", Better.LOWER, sample);
        }
        Path file = folder.resolve("deep/results.json");
        results.write(file);
        Results read = Results.read(file);
        assertEquals(results.measurements(), read.measurements());
        assertEquals(results.environment(), read.environment());
        assertEquals(2, read.measurements().get(0).median());
    }

    @Test
    void aFileOfSomethingElseIsRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("results.json");
        for (String text : List.of("", "[]", "{}", "hello")) {
            Files.writeString(file, text);
            assertThrows(IOException.class, () -> Results.read(file), text);
        }
    }

    @Test
    void ratiosAreOfSamplesOfTheSameRound() {
        Measurement slow = measurement(List.of(20.0, 10.0, 40.0));
        Measurement fast = measurement(List.of(10.0, 5.0, 20.0));
        assertEquals(2, slow.ratioTo(fast));
        assertEquals(0.5, fast.ratioTo(slow));
    }

    @Test
    void whatIsNoNumberIsNoSample() {
        assertThrows(IllegalArgumentException.class, () -> new Results()
                .add("micro", "g", "s", "C", "m", "ns", Better.LOWER, Double.NaN));
    }

    private static Measurement measurement(List<Double> samples) {
        return new Measurement("micro", "g", "s", "c", "m", "ns", Better.LOWER, samples);
    }
}
