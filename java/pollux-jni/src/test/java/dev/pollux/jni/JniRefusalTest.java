package dev.pollux.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.binding.Binding;
import dev.pollux.binding.BindingUnavailableException;
import dev.pollux.binding.ChildJvm;
import dev.pollux.binding.Platform;
import dev.pollux.binding.TestBinding;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each loads, or is refused, in a JVM of its own: a JVM loads a library once. */
class JniRefusalTest {
    private static final String CORRECT = "correct -Ddev.pollux.jni.library, or leave it out for the packaged library";

    @TempDir
    Path directory;

    @BeforeEach
    void requireBuiltLibrary() {
        TestBinding.linux();
    }

    private static String load(Path library) {
        return ChildJvm.load("-D" + JniBinding.LIBRARY_PROPERTY + "=" + library);
    }

    private static String unpackTo(Path directory) {
        return "-D" + JniBinding.DIRECTORY_PROPERTY + "=" + directory;
    }

    private static byte[] packaged() throws Exception {
        String resource = "/META-INF/native/linux-" + Platform.requireLinux() + "/libpollux_jni.so";
        try (InputStream in = JniBinding.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        }
    }

    private Path write(byte[] library) throws IOException {
        return Files.write(directory.resolve("library.so"), library);
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void packagedLibraryIsDeletedOnceLoaded() throws IOException {
        assertEquals(ChildJvm.WORKS, ChildJvm.load(unpackTo(directory)));
        assertNothingLeft();
    }

    @Test
    void namedLibraryWins() throws Exception {
        assertEquals(ChildJvm.WORKS, load(write(packaged())));
        String refusal = load(directory.resolve("missing.so"));
        assertTrue(refusal.startsWith("the library cannot be read: "), refusal);
        assertTrue(refusal.contains("missing.so") && refusal.endsWith(CORRECT), refusal);
    }

    @Test
    void deniedNativeAccess() throws IOException {
        assertEquals("""
                the JVM denies native access to dev.pollux.jni
                start the JVM with --enable-native-access=ALL-UNNAMED""", ChildJvm.load(ChildJvm.denyNativeAccess(), unpackTo(directory)));
        assertNothingLeft();
    }

    @Test
    void fileThatIsNoLibrary() throws IOException {
        Path file = write(new byte[100]);
        assertEquals(file + " is not a library\n" + CORRECT, load(file));
        write(new byte[3]);
        assertEquals(file + " is not a library\n" + CORRECT, load(file));
    }

    @Test
    void truncatedLibrary() throws Exception {
        byte[] library = packaged();
        Path file = write(Arrays.copyOf(library, 100));
        String refusal = load(file);
        // The JVM warns first of what it reads in the file.
        assertTrue(refusal.contains(file + " does not load: "), refusal);
        assertTrue(refusal.endsWith(CORRECT), refusal);
    }

    @Test
    void libraryForAnotherProcessor() throws Exception {
        byte[] library = packaged();
        boolean x86 = Platform.requireLinux().equals("x86_64");
        library[18] = (byte) (x86 ? 183 : 62); // e_machine
        Path file = write(library);
        assertEquals(
                file + " is made for " + (x86 ? "aarch64, this JVM for x86_64" : "x86_64, this JVM for aarch64") + "\n"
                        + CORRECT,
                load(file));
    }

    @Test
    void libraryOfSomeoneElse() {
        Path file = Path.of(System.getProperty("java.home"), "lib", "libjimage.so");
        String refusal = load(file);
        assertTrue(refusal.startsWith(file + " does not load: ") && refusal.contains("abiVersion"), refusal);
    }

    @Test
    void libraryOfAnotherVersion() throws Exception {
        Path file = Path.of(System.getProperty("basedir"), "target", "native", "linux-" + Platform.requireLinux())
                .resolve("linux/test/libother_version.so");
        assertEquals(
                file + " has version " + (NativeLibrary.ABI_VERSION + 1) + " of the native methods, these classes need "
                        + NativeLibrary.ABI_VERSION + "\n" + CORRECT,
                load(file));
    }

    @Test
    void directoryThatDoesNotExist() {
        String refusal = ChildJvm.load(unpackTo(directory.resolve("missing")));
        assertTrue(refusal.startsWith("the library cannot be unpacked to " + directory.resolve("missing")), refusal);
        assertTrue(refusal.endsWith("set -Ddev.pollux.jni.tmpdir to a directory that can be written"), refusal);
    }

    @Test
    void directoryMountedNoExec() throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "noexec", "tmpfs", directory.toString()), "mounting needs root");
        try {
            assertEquals(
                    "libraries cannot be loaded from " + directory + ", which is mounted noexec\n"
                            + "set -Ddev.pollux.jni.tmpdir to a directory that is not",
                    ChildJvm.load(unpackTo(directory)));
            assertNothingLeft();
        } finally {
            assertTrue(run("umount", directory.toString()));
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    @Test
    void jarWithoutALibrary() throws Exception {
        String processor = Platform.requireLinux();
        String classPath = directory + File.pathSeparator + classPathWithoutModule();
        copyClasses();
        assertEquals(
                "no library is packaged for linux-" + processor + ": it was built without CMake or a C compiler\n"
                        + "use a jar built with both, or name a library with -Ddev.pollux.jni.library",
                ChildJvm.loadFrom(classPath));
        Path folder = Files.createDirectories(directory.resolve("META-INF/native/linux-" + processor));
        Files.writeString(folder.resolve("LEFT_OUT"), "no cmake on the PATH\n");
        String refusal = ChildJvm.loadFrom(classPath);
        assertTrue(refusal.contains("a C compiler (no cmake on the PATH)\n"), refusal);
    }

    /** By a tool that merges jars into one. release/consumers has it as users do it. */
    @Test
    void classesThatWereMoved() throws Exception {
        NativeLibrary.requirePackage("dev.pollux.jni");
        BindingUnavailableException refusal = assertThrows(
                BindingUnavailableException.class, () -> NativeLibrary.requirePackage("com.other.pollux.jni"));
        assertEquals(
                "the classes of the jni binding were moved to another package, com.other.pollux.jni, and its library knows them"
                        + " by their own names",
                refusal.getMessage());
        assertEquals("leave Pollux in its packages, or use the ffm binding", refusal.remedy());
    }

    /** Each is refused before the system's linker sees it. It would end the process at some of them. */
    @Test
    void jarWithADamagedLibrary() throws Exception {
        String target = "linux-" + Platform.requireLinux();
        Path folder = Files.createDirectories(directory.resolve("META-INF/native/" + target));
        Path library = folder.resolve("libpollux_jni.so");
        byte[] whole = packaged();
        copyClasses();
        Files.copy(
                Path.of(
                        System.getProperty("basedir"),
                        "target/classes/META-INF/native",
                        target,
                        "libpollux_jni.so.crc32c"),
                folder.resolve("libpollux_jni.so.crc32c"));
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        for (byte[] damaged : List.of(
                flipped(whole, 5),
                flipped(whole, whole.length / 2),
                flipped(whole, whole.length - 1),
                Arrays.copyOf(whole, whole.length / 2),
                Arrays.copyOf(whole, whole.length + 1),
                new byte[0])) {
            Files.write(library, damaged);
            assertRefusedAsDamaged(target, unpacked);
        }
        Files.write(library, whole);
        assertEquals(ChildJvm.WORKS, loadCopy(unpacked));
        Files.writeString(folder.resolve("libpollux_jni.so.crc32c"), "what");
        assertRefusedAsDamaged(target, unpacked);
        Files.delete(folder.resolve("libpollux_jni.so.crc32c"));
        assertRefusedAsDamaged(target, unpacked);
    }

    private static byte[] flipped(byte[] library, int at) {
        byte[] copy = library.clone();
        copy[at] ^= 0x10;
        return copy;
    }

    private String loadCopy(Path unpacked) {
        return ChildJvm.loadFrom(directory + File.pathSeparator + classPathWithoutModule(), unpackTo(unpacked));
    }

    private void assertRefusedAsDamaged(String target, Path unpacked) throws IOException {
        String refusal = loadCopy(unpacked);
        assertTrue(refusal.startsWith("the packaged library for " + target + " is damaged: its CRC-32C is "), refusal);
        assertTrue(refusal.endsWith("\nfetch the jar again, or name a library with -Ddev.pollux.jni.library"), refusal);
        try (Stream<Path> left = Files.list(unpacked)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private void copyClasses() throws IOException {
        Path classes = Path.of(System.getProperty("basedir"), "target", "classes", "dev", "pollux", "jni");
        Path copies = Files.createDirectories(directory.resolve("dev/pollux/jni"));
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file : files.toList()) {
                Files.copy(file, copies.resolve(file.getFileName()));
            }
        }
    }

    private static String classPathWithoutModule() {
        Path classes = Path.of(System.getProperty("basedir"), "target", "classes");
        List<String> others = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).equals(classes))
                .toList();
        return String.join(File.pathSeparator, others);
    }

    /** One library file cannot be loaded by two class loaders; each unpacks its own. */
    @Test
    void twoClassLoaders() throws Exception {
        TestBinding.linux();
        Path classes = Path.of(System.getProperty("basedir"), "target", "classes");
        try (var other = new URLClassLoader(new URL[] {classes.toUri().toURL()}, parent())) {
            Class<?> copy = other.loadClass(JniBinding.class.getName());
            assertTrue(copy != JniBinding.class);
            Binding binding = (Binding) copy.getConstructor().newInstance();
            assertEquals(-22, binding.linux().epollCreate1(-1));
        }
    }

    /** Hides the binding, so that the other class loader loads it itself, and gives all else. */
    private static ClassLoader parent() {
        return new ClassLoader(JniRefusalTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith("dev.pollux.jni.")) {
                    throw new ClassNotFoundException(name);
                }
                return super.loadClass(name, resolve);
            }
        };
    }
}
