package dev.pollux.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.binding.ChildJvm;
import dev.pollux.binding.TestBinding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each loads, or is refused, in a JVM of its own: a JVM loads a library once. */
class JniWindowsRefusalTest {
    private static final String CORRECT = "correct -Ddev.pollux.jni.library, or leave it out for the packaged library";

    @TempDir
    Path directory;

    @BeforeEach
    void requireBuiltLibrary() {
        TestBinding.windows();
    }

    private static String load(Path library) {
        return load("-D" + JniBinding.LIBRARY_PROPERTY + "=" + library);
    }

    private static String load(String... flags) {
        return ChildJvm.load(flags).replace("\r", "");
    }

    private static String unpackTo(Path directory) {
        return "-D" + JniBinding.DIRECTORY_PROPERTY + "=" + directory;
    }

    private static byte[] packaged() throws IOException {
        try (InputStream in = JniBinding.class.getResourceAsStream("/META-INF/native/windows-x86_64/pollux_jni.dll")) {
            return in.readAllBytes();
        }
    }

    private Path write(byte[] library) throws IOException {
        return Files.write(directory.resolve("library.dll"), library);
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> left = Files.list(directory)) {
            return left.toList();
        }
    }

    @Test
    void packagedLibraryIsLeftAndSweptByALaterProcess() throws IOException {
        assertEquals(ChildJvm.WORKS, load(unpackTo(directory)));
        assertEquals(1, left().size());
        Path first = left().get(0);
        assertTrue(first.getFileName().toString().matches("pollux-jni-.*\\.dll"), first::toString);
        Files.setLastModifiedTime(first, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        assertEquals(ChildJvm.WORKS, load(unpackTo(directory)));
        assertEquals(1, left().size());
        assertFalse(Files.exists(first));
    }

    @Test
    void libraryThatIsLoadedIsNotSwept() throws IOException {
        // Not in the test's directory, which could not be deleted with it; the next process sweeps it from here.
        Path stale = Extraction.directory().resolve("pollux-jni-" + UUID.randomUUID() + ".dll");
        Files.write(stale, packaged());
        System.load(stale.toString());
        Files.setLastModifiedTime(stale, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        WindowsLibrary.sweep(Extraction.directory());
        assertTrue(Files.exists(stale));
    }

    @Test
    void namedLibraryWins() throws IOException {
        assertEquals(ChildJvm.WORKS, load(write(packaged())));
        String refusal = load(directory.resolve("missing.dll"));
        assertTrue(refusal.startsWith("the library cannot be read: "), refusal);
        assertTrue(refusal.contains("missing.dll") && refusal.endsWith(CORRECT), refusal);
    }

    @Test
    void deniedNativeAccess() throws IOException {
        assertEquals("""
                the JVM denies native access to dev.pollux.jni
                start the JVM with --enable-native-access=ALL-UNNAMED""", load(ChildJvm.denyNativeAccess(), unpackTo(directory)));
        assertEquals(List.of(), left());
    }

    @Test
    void fileThatIsNoLibrary() throws IOException {
        Path file = write(new byte[100]);
        assertEquals(file + " is not a library\n" + CORRECT, load(file));
    }

    @Test
    void libraryForAnotherProcessor() throws IOException {
        byte[] library = packaged();
        int machine = (library[60] & 0xff | (library[61] & 0xff) << 8) + 4;
        library[machine] = 0x64;
        library[machine + 1] = (byte) 0xaa;
        Path file = write(library);
        assertEquals(file + " is made for aarch64, this JVM for x86_64\n" + CORRECT, load(file));
    }

    @Test
    void libraryOfSomeoneElse() {
        Path file = Path.of(System.getProperty("java.home"), "bin", "jimage.dll");
        String refusal = load(file);
        assertTrue(refusal.startsWith(file + " does not load: ") && refusal.contains("abiVersion"), refusal);
    }

    @Test
    void libraryOfAnotherVersion() {
        Path file = Path.of(System.getProperty("basedir"), "target", "native", "windows-x86_64")
                .resolve("windows/test/other_version.dll");
        assertEquals(
                file + " has version " + (NativeLibrary.ABI_VERSION + 1) + " of the native methods, these classes need "
                        + NativeLibrary.ABI_VERSION + "\n" + CORRECT,
                load(file));
    }

    @Test
    void directoryThatDoesNotExist() {
        String refusal = load(unpackTo(directory.resolve("missing")));
        assertTrue(refusal.startsWith("the library cannot be unpacked to " + directory.resolve("missing")), refusal);
        assertTrue(refusal.endsWith("set -Ddev.pollux.jni.tmpdir to a directory that can be written"), refusal);
    }
}
