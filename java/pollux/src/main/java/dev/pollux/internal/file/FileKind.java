package dev.pollux.internal.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Refuses what is no file with positions: a read of a FIFO or a terminal may never end, and would keep its thread for ever. */
public final class FileKind {
    private static final int TYPE = 0xF000;
    private static final int BLOCK_DEVICE = 0x6000;
    private static final int CHARACTER_DEVICE = 0x2000;
    private static final int FIFO = 0x1000;

    private FileKind() {}

    /**
     * Checks what a path leads to, if there is something.
     *
     * @param path what is looked at
     * @param named how a message names it
     * @throws FileSystemException if it is neither a regular file nor a block device
     */
    public static void check(Path path, Path named) throws IOException {
        if (Files.isRegularFile(path)) {
            return;
        }
        int type;
        try {
            type = Files.isDirectory(path) ? 0 : (int) Files.getAttribute(path, "unix:mode") & TYPE;
        } catch (NoSuchFileException e) {
            return; // the open says so
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return; // not a Unix system: what is special there has no path
        }
        if (type != BLOCK_DEVICE) {
            throw new FileSystemException(
                    named.toString(),
                    null,
                    "it is " + name(type)
                            + ". A completion port opens regular files and block devices, because a read of"
                            + " another may never end");
        }
    }

    private static String name(int type) {
        return switch (type) {
            case 0 -> "a directory";
            case CHARACTER_DEVICE -> "a character device";
            case FIFO -> "a FIFO";
            default -> "a special file";
        };
    }
}
