package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.NeedsNoBinding;
import dev.pollux.internal.text.Durations;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Durations as people read them. */
@NeedsNoBinding
class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 ns",
        "-1, -1 ns",
        "999, 999 ns",
        "1000, 1 us",
        "1500, 1.5 us",
        "250_000, 250 us",
        "999_999, 999.999 us",
        "200_000_000, 200 ms",
        "1_234_567_890, 1.234 s",
        "1_050_000_000, 1.05 s",
        "1_000_000_001, 1 s",
        "-1_500_000_000, -1.5 s",
        "86_400_000_000_000, 86400 s",
        "9_223_372_036_854_775_807, 9223372036.854 s",
        "-9_223_372_036_854_775_808, -9223372036.854 s",
    })
    void text(String nanos, String text) {
        assertEquals(text, Durations.text(Long.parseLong(nanos.replace("_", ""))));
    }
}
