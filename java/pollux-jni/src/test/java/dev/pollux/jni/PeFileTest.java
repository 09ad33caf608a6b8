package dev.pollux.jni;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.binding.BindingUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeFileTest {
    private static final int HEADER = 0x80;

    @TempDir
    Path directory;

    private static ByteBuffer library(int machine) {
        ByteBuffer file = ByteBuffer.allocate(HEADER + 6).order(ByteOrder.LITTLE_ENDIAN);
        file.putShort(0, (short) 0x5a4d).putInt(60, HEADER);
        return file.putInt(HEADER, 0x4550).putShort(HEADER + 4, (short) machine);
    }

    private String refusal(ByteBuffer file) throws IOException {
        Path path = Files.write(directory.resolve("library.dll"), file.array());
        BindingUnavailableException refusal =
                assertThrows(BindingUnavailableException.class, () -> PeFile.requireFor("x86_64", path, "mend it"));
        assertEquals("mend it", refusal.remedy());
        return refusal.getMessage().replace(path.toString(), "it");
    }

    @Test
    void libraryForThisProcessorIsTaken() throws IOException {
        Path path =
                Files.write(directory.resolve("library.dll"), library(0x8664).array());
        assertDoesNotThrow(() -> PeFile.requireFor("x86_64", path, ""));
    }

    @Test
    void libraryForAnotherProcessorIsRefused() throws IOException {
        assertEquals("it is made for aarch64, this JVM for x86_64", refusal(library(0xaa64)));
        assertEquals("it is made for 32-bit x86, this JVM for x86_64", refusal(library(0x14c)));
        assertEquals(
                "it is made for another processor (PE machine 0x1234), this JVM for x86_64", refusal(library(0x1234)));
    }

    @Test
    void fileThatIsNoLibraryIsRefused() throws IOException {
        assertEquals("it is not a library", refusal(ByteBuffer.allocate(0)));
        assertEquals("it is not a library", refusal(ByteBuffer.allocate(100)));
        for (int header : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, HEADER + 1}) {
            assertEquals("it is not a library", refusal(library(0x8664).putInt(60, header)));
        }
        assertEquals("it is not a library", refusal(library(0x8664).putInt(HEADER, 0)));
    }

    @Test
    void fileThatCannotBeReadIsRefused() {
        Path missing = directory.resolve("missing.dll");
        BindingUnavailableException refusal =
                assertThrows(BindingUnavailableException.class, () -> PeFile.requireFor("x86_64", missing, ""));
        assertTrue(refusal.getMessage().startsWith("the library cannot be read: "), refusal.getMessage());
    }
}
