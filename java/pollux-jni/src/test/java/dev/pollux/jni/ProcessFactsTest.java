package dev.pollux.jni;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

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
}
