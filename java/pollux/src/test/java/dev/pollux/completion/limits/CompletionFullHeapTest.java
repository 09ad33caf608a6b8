package dev.pollux.completion.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.pollux.Backend;
import dev.pollux.binding.TestBinding;
import dev.pollux.completion.CompletionKind;
import dev.pollux.completion.CompletionTest;
import dev.pollux.linux.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A full heap is the first failure of a fresh JVM: every operation is told once, and the port goes on. */
@CompletionTest
class CompletionFullHeapTest {
    @Parameter
    CompletionKind kind;

    @BeforeEach
    void require() {
        kind.check();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CALLBACK | nothing thrown, open false, another is served, 0 pending",
                "SUBMIT | some refused, 0 more pending than submitted, 100 completed, 0 failed, 0 pending",
                "CLOSE | nothing thrown, 100 told at once, each once true, 100 in all, 0 completed, 0 pending, socket open false",
                "FIRST_CLOSE | 100 told at once, each once true, 100 in all, 0 completed, 0 pending, socket open false",
            })
    void nothingIsLost(String scene, String expected) throws Exception {
        assumeFalse(
                "ffm".equals(System.getProperty(TestBinding.PROPERTY)),
                "calls by ffm need memory themselves until they are compiled");
        assumeFalse(
                kind.isNioOnWindows() && scene.endsWith("CLOSE"),
                "a selector of a Windows JVM is closed in a full heap after minutes of collecting");
        String output = ChildJvm.run(
                List.of(), List.of("-Xmx24m", "-XX:+UseSerialGC"), NoHeapCompletions.class, scene, kind.name());
        String came = output.substring(output.lastIndexOf('=') + 1).strip();
        if (kind.answersAs() == Backend.NIO && scene.equals("CLOSE")) { // the close of a JDK's channel takes memory
            came = came.replaceFirst("^OutOfMemoryError", "nothing thrown");
        }
        assertEquals(expected, came, output);
    }
}
