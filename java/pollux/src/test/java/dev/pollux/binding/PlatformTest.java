package dev.pollux.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PlatformTest {
    @Test
    void processorsAreTold() throws BindingUnavailableException {
        assertEquals("x86_64", Platform.requireLinux("Linux", "amd64"));
        assertEquals("aarch64", Platform.requireLinux("Linux", "aarch64"));
    }

    @Test
    void othersAreRefusedByName() {
        assertEquals(
                "the Linux calls do not exist on Windows 11",
                assertThrows(BindingUnavailableException.class, () -> Platform.requireLinux("Windows 11", "amd64"))
                        .getMessage());
        assertEquals(
                "the processor riscv64 is not supported, only x86-64 and aarch64",
                assertThrows(BindingUnavailableException.class, () -> Platform.requireLinux("Linux", "riscv64"))
                        .getMessage());
    }

    @Test
    void windowsIsTold() throws BindingUnavailableException {
        assertEquals("x86_64", Platform.requireWindows("Windows 11", "amd64"));
        assertEquals("x86_64", Platform.requireWindows("Windows Server 2022", "x86_64"));
        assertEquals("aarch64", Platform.requireWindows("Windows 11", "aarch64"));
        assertEquals(
                "the Windows calls do not exist on Linux",
                assertThrows(BindingUnavailableException.class, () -> Platform.requireWindows("Linux", "amd64"))
                        .getMessage());
        assertEquals(
                "the processor x86 is not supported, only x86-64 and aarch64",
                assertThrows(BindingUnavailableException.class, () -> Platform.requireWindows("Windows 11", "x86"))
                        .getMessage());
    }
}
