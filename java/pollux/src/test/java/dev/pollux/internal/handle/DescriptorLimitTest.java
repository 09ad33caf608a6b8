package dev.pollux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.internal.handle.DescriptorLimit;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorLimitTest {

    @ParameterizedTest
    @CsvSource({
        "64, 64",
        "1048576, 1048576",
        "2147483647, 2147483647",
        "1073741816, 1073741816",
        "9223372036854775807, 2147483647",
        "unlimited, 2147483647"
    })
    void isReadFromItsLine(String said, int limit) {
        String limits = "Limit                     Soft Limit           Hard Limit           Units     \n"
                + "Max processes             95000                95000                processes \n"
                + "Max open files            " + said + "                 4096                 files     \n";
        assertEquals(limit, DescriptorLimit.soft(limits));
    }

    @Test
    void withoutALineThereIsNone() {
        assertEquals(Integer.MAX_VALUE, DescriptorLimit.soft("Max open"));
        assertEquals(Integer.MAX_VALUE, DescriptorLimit.soft("\nMax open files "));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void isThatOfTheProcess() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "ulimit -Sn").start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        assertEquals(said.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(said), DescriptorLimit.soft());
    }
}
