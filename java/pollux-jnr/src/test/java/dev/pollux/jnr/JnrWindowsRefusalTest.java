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

@EnabledOnOs(OS.WINDOWS)
class JnrWindowsRefusalTest {
    @Test
    void deniedNativeAccess() {
        assertEquals("""
                the JVM denies native access to org.jnrproject.jffi
                start the JVM with --enable-native-access=ALL-UNNAMED""", ChildJvm.load(ChildJvm.denyNativeAccess()).replace("\r", ""));
    }

    @Test
    void libraryThatCannotBeUnpacked(@TempDir Path directory) {
        String refusal = ChildJvm.load("-D" + Jffi.DIRECTORY_PROPERTY + "=" + directory.resolve("missing"));
        assertTrue(refusal.startsWith("jffi, which jnr-ffi is built on, does not load its native library: "), refusal);
    }

    @Test
    void missingFunction() {
        BindingUnavailableException refusal =
                assertThrows(BindingUnavailableException.class, () -> Jffi.require("kernel32.dll", "NoSuchFunction"));
        assertEquals("kernel32.dll has no function NoSuchFunction", refusal.getMessage());
    }

    @Test
    void missingLibrary() {
        BindingUnavailableException refusal = assertThrows(
                BindingUnavailableException.class, () -> Jffi.require("no-such-library.dll", "NoSuchFunction"));
        assertEquals("jffi cannot open no-such-library.dll", refusal.getMessage());
    }
}
