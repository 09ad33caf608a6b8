package dev.pollux.ffm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pollux.binding.BindingUnavailableException;
import dev.pollux.binding.ChildJvm;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "needs Linux")
class FfmRefusalTest {
    @Test
    void deniedNativeAccess() {
        assertEquals("""
                the JVM denies native access to dev.pollux.ffm
                start the JVM with --enable-native-access=ALL-UNNAMED""", ChildJvm.load(ChildJvm.denyNativeAccess()));
    }

    @Test
    void deniedNativeAccessButForIt() {
        assertEquals(ChildJvm.WORKS, ChildJvm.load(ChildJvm.denyNativeAccess(), "--enable-native-access=ALL-UNNAMED"));
    }

    @Test
    void missingFunction() {
        SymbolLookup library = Linker.nativeLinker().defaultLookup();
        SymbolLookup older = name -> name.equals("recvmmsg") ? Optional.empty() : library.find(name);
        BindingUnavailableException refusal =
                assertThrows(BindingUnavailableException.class, () -> LinuxFunction.requireAll(older));
        assertEquals("the C library has no function recvmmsg", refusal.getMessage());
    }
}
