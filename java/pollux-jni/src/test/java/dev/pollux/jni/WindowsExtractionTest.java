package dev.pollux.jni;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.WINDOWS)
class WindowsExtractionTest {
    private static final LibraryKind KIND = new WindowsLibrary("x86_64");
    private static final byte[] LIBRARY = {1, 2, 3};

    @TempDir
    Path directory;

    private static InputStream library() {
        return new ByteArrayInputStream(LIBRARY);
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> left = Files.list(directory)) {
            return left.toList();
        }
    }

    private Path file(String name, Duration age) throws IOException {
        Path file = Files.write(directory.resolve(name), LIBRARY);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void fileIsNewAndItsOwnersAlone() throws IOException {
        Path file = KIND.extract(library(), directory);
        assertArrayEquals(LIBRARY, Files.readAllBytes(file));
        assertEquals(List.of(file), left());
        List<AclEntry> entries =
                Files.getFileAttributeView(file, AclFileAttributeView.class).getAcl();
        assertFalse(entries.isEmpty());
        for (AclEntry entry : entries) {
            boolean isSystem = entry.principal().getName().endsWith("\\SYSTEM"); // which Wine adds
            assertTrue(isSystem || entry.principal().equals(Files.getOwner(file)), entry::toString);
        }
    }

    @Test
    void plantedFileIsNeitherWrittenNorUsed() throws IOException {
        Path planted = Files.writeString(directory.resolve("planted"), "planted");
        Path file = Extraction.extract(
                library(), directory, List.of("planted", "free").iterator()::next, OwnerOnlyAcl.in(directory));
        assertEquals(directory.resolve("free"), file);
        assertEquals("planted", Files.readString(planted));
        assertThrows(
                FileAlreadyExistsException.class,
                () -> Extraction.extract(library(), directory, () -> "free", OwnerOnlyAcl.in(directory)));
    }

    @Test
    void staleOnesAreSweptAndOthersLeft() throws IOException {
        Path stale = file("pollux-jni-1.dll", Duration.ofDays(1));
        Path fresh = file("pollux-jni-2.dll", Duration.ofMinutes(1));
        Path other = file("other.dll", Duration.ofDays(1));
        Path file = KIND.extract(library(), directory);
        assertFalse(Files.exists(stale));
        assertTrue(Files.exists(fresh));
        assertTrue(Files.exists(other));
        assertTrue(Files.exists(file));
    }

    @Test
    void whatCannotBeDeletedIsLeft() throws IOException {
        Path full = Files.createDirectory(directory.resolve("pollux-jni-full.dll"));
        Files.createFile(full.resolve("file"));
        Files.setLastModifiedTime(full, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        KIND.extract(library(), directory);
        assertTrue(Files.exists(full));
    }

    @Test
    void whatHasFailedToLoadIsDeleted() throws IOException {
        Path file = KIND.extract(library(), directory);
        KIND.release(file);
        assertEquals(List.of(), left());
    }
}
