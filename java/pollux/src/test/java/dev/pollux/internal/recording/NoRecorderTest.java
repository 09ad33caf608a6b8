package dev.pollux.internal.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.binding.TestBinding;
import dev.pollux.linux.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A runtime without the module {@code jdk.jfr}, with each binding: all that would be recorded happens, and nothing is missed. */
class NoRecorderTest {
    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "epoll's set is made anew, and that is Linux's")
    void allThatWouldBeRecorded() throws Exception {
        TestBinding.linux();
        List<String> output = ChildJvm.run(
                        List.of(), List.of("--limit-modules", "java.base" + ofTheBinding()), NoRecorder.class)
                .lines()
                .filter(line -> line.startsWith("seen: "))
                .toList();
        assertEquals(
                List.of(
                        "seen: no recorder",
                        "seen: an echo on EPOLL",
                        "seen: a set that was made anew",
                        "seen: a pool that was exhausted",
                        "seen: the end"),
                output);
    }

    /** jnr-ffi needs logging, and sun.misc.Unsafe. */
    private static String ofTheBinding() {
        return TestBinding.name().equals("jnr") ? ",java.logging,jdk.unsupported" : "";
    }
}
