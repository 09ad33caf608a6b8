package dev.pollux.jnr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.binding.BindingUnavailableException;
import dev.pollux.binding.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "needs Linux")
class JnrRefusalTest {
    interface Unknown {
        int no_such_function(int argument);
    }

    @Test
    void deniedNativeAccess() {
        assertEquals("""
                the JVM denies native access to org.jnrproject.jffi
                start the JVM with --enable-native-access=ALL-UNNAMED""", ChildJvm.load(ChildJvm.denyNativeAccess()));
    }

    @Test
    void libraryThatCannotBeUnpacked(@TempDir Path directory) {
        String missing = "-D" + Jffi.DIRECTORY_PROPERTY + "=" + directory.resolve("missing");
        String refusal = ChildJvm.load(missing);
        assertTrue(refusal.startsWith("jffi, which jnr-ffi is built on, does not load its native library: "), refusal);
        assertTrue(refusal.contains("set -Djffi.extract.dir to one from which libraries can be loaded"), refusal);
    }

    @Test
    void directoryOfItsOwn(@TempDir Path directory) {
        assertEquals(ChildJvm.WORKS, ChildJvm.load("-D" + Jffi.DIRECTORY_PROPERTY + "=" + directory));
    }

    @Test
    void missingFunction() {
        BindingUnavailableException refusal =
                assertThrows(BindingUnavailableException.class, () -> Jffi.require(Unknown.class));
        assertEquals("the C library has no function no_such_function", refusal.getMessage());
    }
}
