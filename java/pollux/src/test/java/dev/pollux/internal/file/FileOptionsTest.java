package dev.pollux.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.NeedsNoBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file's options say of its alignment. */
@NeedsNoBinding
class FileOptionsTest {
    private static final FileOptions DIRECT = new FileOptions(true, false, false, false, false, false, false, true);

    @Test
    void aDirectFileHasItsDisksBlocks(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertEquals(Files.getFileStore(file).getBlockSize(), DIRECT.alignment(file));
        assertEquals(1, FileOptions.READ.alignment(file));
    }

    @Test
    void aPageIsTakenWhereTheDiskIsNotFound(@TempDir Path folder) {
        assertEquals(4096, DIRECT.alignment(folder.resolve("missing")));
    }
}
