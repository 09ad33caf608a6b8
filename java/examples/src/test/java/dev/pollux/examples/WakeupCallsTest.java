package dev.pollux.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts, by strace(1), the system calls that a wakeup makes. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs Linux")
class WakeupCallsTest {
    /** All but what the JVM does for itself: its locks, safepoints and handshakes, its memory, its signals. */
    private static final String TRACED = "!futex,sched_yield,sched_getaffinity,clock_nanosleep,"
            + "mprotect,madvise,mmap,munmap,rt_sigprocmask,rt_sigreturn";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"ffm", "jni", "jnr"})
    void noneOfAnAwakeLoopAndOneWriteOfASleepingOne(String binding) throws Exception {
        assumeTrue(Traced.isTraceable(), "strace is not there, or may not trace");
        assumeTrue(Traced.isAvailable(binding), "binding " + binding + " can't be used on this JDK, or was not built");
        List<String> calls = trace(binding);

        assertEquals(List.of(), between(calls, "awake"), WakeupProgram.AWAKE + " wakeups of a loop that is awake");
        List<String> asleep = between(calls, "asleep");
        assertEquals(WakeupProgram.ASLEEP, asleep.size(), () -> "calls, of these kinds: " + Set.copyOf(asleep));
        for (String call : asleep) {
            assertTrue(call.matches("write\\(\\d+, \"\\\\1\\\\0\\\\0\\\\0\\\\0\\\\0\\\\0\\\\0\", 8 *\\) = 8"), call);
        }
    }

    private List<String> trace(String binding) throws Exception {
        Path output = directory.resolve("trace");
        List<String> command = new ArrayList<>(Traced.command(
                TRACED,
                output,
                List.of("-Ddev.pollux.binding=" + binding, "-Xint"), // no code is compiled between the marks
                WakeupProgram.class.getName()));
        command.add("EPOLL");
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the program does not end");
            assertEquals(0, process.exitValue());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        List<String> trace = Files.readAllLines(output);
        String thread = trace.stream()
                .filter(line -> line.contains("wakeup-mark-"))
                .findFirst()
                .orElseThrow()
                .split(" +")[0];
        return Traced.calls(trace, thread);
    }

    /** The calls between two marks. */
    private static List<String> between(List<String> calls, String name) {
        return calls.subList(mark(calls, name + "-begin") + 1, mark(calls, name + "-end"));
    }

    private static int mark(List<String> calls, String name) {
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).contains("wakeup-mark-" + name)) {
                return i;
            }
        }
        throw new AssertionError("no mark " + name + " in\n" + String.join("\n", calls));
    }
}
