package dev.pollux.completion.limits;

import static dev.pollux.completion.limits.FaultProgram.check;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.binding.TestBinding;
import dev.pollux.completion.CompletionKind;
import dev.pollux.completion.CompletionPort;
import dev.pollux.completion.CompletionTest;
import dev.pollux.linux.ChildJvm;
import dev.pollux.linux.OpenDescriptors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

/** Each of the system's calls fails once, as it may: what it was for fails, all else goes on, and nothing stays. */
@CompletionTest
class FaultsOfLinuxTest {
    @Parameter
    CompletionKind kind;

    @Test
    void aFailureOfAnyCallLeavesNothingBehind() throws Exception {
        assumeTrue(kind != CompletionKind.IOCP, "CompletionFaultsTest has the calls of Windows");
        TestBinding.linux();
        kind.check();
        ChildJvm.run(List.of(), List.of(), Main.class, kind.backend().name());
    }

    /** What runs there. */
    static final class Main {
        private static final int CODES = 2; // of most calls

        private Main() {}

        public static void main(String[] arguments) throws Exception {
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {
                failure.printStackTrace();
                Runtime.getRuntime().halt(1); // whatever other threads there are
            });
            Backend backend = Backend.valueOf(arguments[0]);
            FaultyLinuxCalls calls = FaultyLinuxCalls.install();
            Path file = Files.writeString(Files.createTempFile("faults", ""), "some bytes");
            for (boolean single : backend == Backend.IO_URING ? new boolean[] {false, true} : new boolean[] {false}) {
                run(calls, backend, single, file, 0, 0); // what is loaded and kept for good
                for (int code = 0; code < (backend == Backend.IO_URING ? CODES + 1 : CODES); code++) {
                    long last = 0;
                    for (long i = 1; last == 0; i++) {
                        run(calls, backend, single, file, i, code);
                        last = calls.failedAt().isEmpty() ? i : 0;
                    }
                    check(last > 1, "no call has so many codes as " + (code + 1));
                }
            }
            Files.delete(file);
            System.out.println("=== well");
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }

        private static void run(
                FaultyLinuxCalls calls, Backend backend, boolean single, Path file, long failAfter, int code)
                throws Exception {
            Set<String> before = OpenDescriptors.all();
            calls.failAfter(failAfter, code);
            String where = new FaultProgram(file, calls::failedAt)
                    .withFileOperations("preadv", "pwritev", "fsync", "fdatasync", "ftruncate")
                    .run(CompletionPort.builder().backend(backend).singleThreaded(single));
            Await.until( // a thread for files may load a class just now
                    "what is open besides " + before + " is closed after call " + failAfter + ", " + where,
                    () -> OpenDescriptors.addedTo(before).isEmpty(),
                    Thread::yield);
        }
    }
}
