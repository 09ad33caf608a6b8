package dev.pollux.jni;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.binding.BindingUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the loader reads from /proc, with files in its place. */
class ProcessFactsTest {
    private static final List<String> MOUNTS = List.of(
            "/dev/root / ext4 rw 0 0",
            "tmpfs /tmp tmpfs rw,nosuid,noexec 0 0",
            "tmpfs /tmp/open tmpfs rw 0 0",
            "tmpfs /tmp/two\\040words tmpfs rw 0 0",
            "tmpfs /mnt tmpfs rw,noexec 0 0",
            "tmpfs /mnt tmpfs rw 0 0");

    @Test
    void nearestMountDecides() {
        assertFalse(Mounts.isNoExec("/var", MOUNTS));
        assertTrue(Mounts.isNoExec("/tmp", MOUNTS));
        assertTrue(Mounts.isNoExec("/tmp/opened", MOUNTS));
        assertFalse(Mounts.isNoExec("/tmp/open/deep", MOUNTS));
        assertFalse(Mounts.isNoExec("/tmp/two words", MOUNTS));
    }

    @Test
    void laterMountHidesTheEarlier() {
        assertFalse(Mounts.isNoExec("/mnt", MOUNTS));
    }

    @Test
    void muslIsRefused(@TempDir Path directory) throws IOException {
        Path maps = Files.writeString(directory.resolve("maps"), """
                7f0000000000-7f0000001000 r-xp 00000000 00:00 1 /usr/lib/jvm/lib/libjli.so
                7f0000002000-7f0000003000 r-xp 00000000 00:00 2 /lib/ld-musl-x86_64.so.1
                """);
        BindingUnavailableException refusal =
                assertThrows(BindingUnavailableException.class, () -> CLibrary.requireGlibc(maps));
        assertEquals("this JVM runs on musl, the packaged library is for glibc", refusal.getMessage());
        assertTrue(refusal.remedy().contains("-Ddev.pollux.jni.library"), refusal.remedy());
    }

    @Test
    void glibcAndTheUnknownAreNot(@TempDir Path directory) throws IOException {
        Path maps = Files.writeString(
                directory.resolve("maps"), "7f0000002000-7f0000003000 r-xp 00000000 00:00 2 /lib/libc.so.6\n");
        assertDoesNotThrow(() -> CLibrary.requireGlibc(maps));
        assertDoesNotThrow(() -> CLibrary.requireGlibc(directory.resolve("missing")));
    }
}
