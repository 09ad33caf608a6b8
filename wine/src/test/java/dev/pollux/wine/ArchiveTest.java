package dev.pollux.wine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path directory;

    @Test
    void aWrongChecksumIsToldWithBoth() throws IOException {
        Archive archive = new Archive(Files.writeString(directory.resolve("a.zip"), "abc"));
        assertDoesNotThrow(() -> archive.requireSha256(SHA256_OF_ABC));
        assertEquals(
                "wrong checksum: the SHA-256 of a.zip is " + SHA256_OF_ABC + ", not 00ff",
                assertThrows(BrokenException.class, () -> archive.requireSha256("00ff"))
                        .getMessage());
    }

    @Test
    void oneFolderIsUnpacked() throws IOException {
        Path home = directory.resolve("home");
        zip("a/jre/bin/java.exe", "a/other/file", "a/jre-not/file").unpack("a/jre", home);
        assertEquals("a/jre/bin/java.exe", Files.readString(home.resolve("bin/java.exe")));
        assertFalse(Files.exists(home.resolve("other")));
    }

    @Test
    void nothingIsUnpackedElsewhere() throws IOException {
        Archive archive = zip("jre/../../evil");
        assertThrows(BrokenException.class, () -> archive.unpack("jre", directory.resolve("home")));
        assertFalse(Files.exists(directory.resolve("evil")));
    }

    private Archive zip(String... names) throws IOException {
        Path file = directory.resolve("z.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.getBytes());
            }
        }
        return new Archive(file);
    }
}
