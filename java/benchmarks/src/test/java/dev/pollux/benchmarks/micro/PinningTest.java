package dev.pollux.benchmarks.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinningTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"0 0", "0,1 0,1", "0-7 0,1", "3,5-8 3,5", "2,4,6 2,4"})
    void theFirstTwoProcessorsAreTaken(String list, String firstTwo) {
        assertEquals(firstTwo, Pinning.firstTwo(list));
    }
}
