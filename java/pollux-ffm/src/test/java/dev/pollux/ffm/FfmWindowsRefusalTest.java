package dev.pollux.ffm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pollux.binding.BindingUnavailableException;
import dev.pollux.binding.ChildJvm;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.WINDOWS)
class FfmWindowsRefusalTest {
    @Test
    void deniedNativeAccess() {
        assertEquals("""
                the JVM denies native access to dev.pollux.ffm
                start the JVM with --enable-native-access=ALL-UNNAMED""", ChildJvm.load(ChildJvm.denyNativeAccess()).replace("\r", ""));
    }

    @Test
    void missingFunction() {
        BindingUnavailableException refusal = assertThrows(
                BindingUnavailableException.class,
                () -> WindowsFunction.requireAll(
                        function -> function == WindowsFunction.WSA_RECV ? Optional.empty() : function.find()));
        assertEquals("ws2_32.dll has no function WSARecv", refusal.getMessage());
    }
}
