package dev.pollux.internal.file;

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
}
