package dev.pollux.jni;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "needs Linux")
class ExtractionTest {
    private static final LibraryKind KIND = new LinuxLibrary("x86_64");
    private static final byte[] LIBRARY = {1, 2, 3};

    @TempDir
    Path directory;

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static InputStream library() {
        return new ByteArrayInputStream(LIBRARY);
    }

    @Test
    void fileIsNewAndItsOwnersAlone() throws IOException {
        Path first = KIND.extract(library(), directory);
        Path second = KIND.extract(library(), directory);
        assertNotEquals(first, second);
        assertArrayEquals(LIBRARY, Files.readAllBytes(first));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(first)));
    }

    @Test
    void plantedFileIsNeitherWrittenNorUsed() throws IOException {
        Path planted = Files.writeString(directory.resolve("planted"), "planted");
        Path file = Extraction.extract(
                library(), directory, List.of("planted", "free").iterator()::next, OWNER_ONLY);
        assertEquals(directory.resolve("free"), file);
        assertEquals("planted", Files.readString(planted));
    }

    @Test
    void plantedLinkIsNotFollowed() throws IOException {
        Path target = directory.resolve("target");
        Files.createSymbolicLink(directory.resolve("link"), target);
        Path file =
                Extraction.extract(library(), directory, List.of("link", "free").iterator()::next, OWNER_ONLY);
        assertEquals(directory.resolve("free"), file);
        assertFalse(Files.exists(target));
    }

    @Test
    void givesUpWhenEveryNameIsTaken() throws IOException {
        Files.createFile(directory.resolve("taken"));
        assertThrows(
                FileAlreadyExistsException.class,
                () -> Extraction.extract(library(), directory, () -> "taken", OWNER_ONLY));
    }

    @Test
    void nothingIsLeftOfAnUnreadableLibrary() throws IOException {
        InputStream unreadable = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("unreadable");
            }
        };
        assertThrows(IOException.class, () -> KIND.extract(unreadable, directory));
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(), left.toList());
        }
    }
}
