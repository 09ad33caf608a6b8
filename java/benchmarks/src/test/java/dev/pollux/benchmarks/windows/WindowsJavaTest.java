package dev.pollux.benchmarks.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowsJavaTest {
    @TempDir
    private Path folder;

    @Test
    void aFileHoldsTheCommandAnArgumentALine() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        WindowsJava read = WindowsJava.read(
                file(java, "Z:\\some folder\\java.exe", "-Da=b", "-cp", "-strange;Z:\\classes", "-Dc", ""));
        assertEquals(
                List.of(java, "Z:\\some folder\\java.exe", "-Da=b", "-cp", "-strange;Z:\\classes", "-Dc"),
                read.command());
        assertEquals(List.of("-Da=b", "-Dc"), read.flags());
        String version = read.emulator().orElseThrow(); // Java's own, which stands for Wine's here
        assertTrue(version.contains(System.getProperty("java.version")), version);
    }

    @Test
    void whatIsNoCommandIsRefusedByName() throws IOException {
        Path none = folder.resolve("none");
        refused(none, none + ", which -Dpollux.benchmarks.windows.java names");
        refused(file("", " "), "holds no command");
        refused(file(none.toString()), none + ", by -Dpollux.benchmarks.windows.java, does not tell its version");
    }

    private static void refused(Path file, String message) {
        IOException failure = assertThrows(IOException.class, () -> WindowsJava.read(file));
        assertTrue(failure.getMessage().contains(message), failure.getMessage());
    }

    @Test
    void onWindowsItselfNothingHasItsPlace() {
        assertEquals(Optional.empty(), WindowsJava.own().emulator());
    }

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("command"), List.of(lines));
    }
}
