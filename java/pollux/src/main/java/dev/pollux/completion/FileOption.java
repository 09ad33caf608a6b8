package dev.pollux.completion;

import java.nio.file.OpenOption;

/**
 * How a {@link CompletionPort} opens a file, beside {@link java.nio.file.StandardOpenOption}.
 *
 * <pre>{@code
 * CompletionFile file = port.openFile(path, StandardOpenOption.READ, FileOption.DIRECT);
 * ByteBuffer page = ByteBuffer.allocateDirect(2 * file.alignment()).alignedSlice(file.alignment());
 * }</pre>
 *
 * <p>All methods may be called from any thread.
 */
public enum FileOption implements OpenOption {
    /**
     * Reads and writes pass the system's page cache: O_DIRECT on Linux, FILE_FLAG_NO_BUFFERING on Windows. Each address, length
     * and position is then a multiple of {@link CompletionFile#alignment()}. Not every file system has it.
     */
    DIRECT
}
