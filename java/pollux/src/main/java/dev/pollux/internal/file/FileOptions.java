package dev.pollux.internal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How a file is opened.
 *
 * @param read to read it
 * @param write to write it
 * @param create made if there is none
 * @param createNew made, and there must be none
 * @param truncate cut to nothing first
 * @param dataSync each write ends once the bytes are on the disk
 * @param sync each write ends once the bytes, and what the file system knows of them, are on the disk
 * @param direct past the system's page cache
 */
public record FileOptions(
        boolean read,
        boolean write,
        boolean create,
        boolean createNew,
        boolean truncate,
        boolean dataSync,
        boolean sync,
        boolean direct) {

    /** To read what is there. */
    public static final FileOptions READ = new FileOptions(true, false, false, false, false, false, false, false);

    /** A page: what every disk takes whose blocks are no larger, and most are 512 bytes. */
    private static final int BLOCK_BYTES = 4096;

    /** {@return what each address, length and position must be a multiple of, in a file that is opened so} */
    public int alignment(Path path) {
        if (!direct) {
            return 1;
        }
        try {
            return (int) Files.getFileStore(path).getBlockSize();
        } catch (IOException noMountPoint) { // the JDK looks for it by its path, which in a chroot may have none
            return BLOCK_BYTES;
        }
    }
}
