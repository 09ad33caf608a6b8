package dev.pollux.internal.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.binding.TestBinding;
import dev.pollux.linux.ChildJvm;
import dev.pollux.linux.DescriptorShortage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A set that can't be made anew, for lack of a descriptor, is recorded, though a class would have to be loaded for that. */
class PortRebuiltTest {
    @TempDir
    Path directory;

    @Test
    void withoutADescriptor() throws Exception {
        TestBinding.linux();
        Recorded.require();
        assumeTrue(DescriptorShortage.isSettable(), "there is no prlimit(1) to set the limit");
        String output = ChildJvm.run(
                List.of(),
                List.of(),
                RebuildShortage.class,
                directory.resolve("rebuild.jfr").toString());
        assertEquals(
                List.of("seen: recorded, true"),
                output.lines().filter(line -> line.startsWith("seen: ")).toList());
    }
}
