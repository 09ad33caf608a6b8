package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.NeedsNoBinding;
import dev.pollux.linux.ChildJvm;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked for when there is no memory is done whole, or not at all; and nothing that was there before is lost. */
@NeedsNoBinding
class FullHeapTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TIMERS_COME_UP | OutOfMemoryError, 200 of 200 fired, 0 left, -1 ns to wait",
                "TIMER_IS_BROUGHT_FORWARD | OutOfMemoryError, it stands, is cancelled, the other is, too",
                "TIMER_IS_THE_FIRST_OF_ITS_LEVEL | OutOfMemoryError, not scheduled, size 0",
                "RESERVE_IS_NOT_GIVEN_UP | nothing thrown, kept",
                "COPY_IS_UNDONE | OutOfMemoryError, 100 bytes held, 16384 left, 1 chunk spare",
                "CHUNK_IS_GIVEN_BACK | nothing thrown, 16 spare",
                "WRITE_IS_REFUSED | OutOfMemoryError, 0 pending, 100 left, told []",
                "PART_IS_WRITTEN | nothing thrown, 0 pending, 0 left, told [OutOfMemoryError]",
                "PERIODIC_TASK_FAILS | OutOfMemoryError",
            })
    void nothingIsLost(String scene, String expected) throws Exception {
        String output = ChildJvm.run(
                List.of(),
                List.of("-Xmx24m", "-XX:+UseSerialGC", "-XX:MaxDirectMemorySize=20m"),
                FullHeap.class,
                scene);
        assertEquals(expected, output.substring(output.lastIndexOf('=') + 1).strip(), output);
    }
}
