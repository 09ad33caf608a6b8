package dev.pollux.internal.completion;

import dev.pollux.completion.FileOption;
import dev.pollux.internal.file.FileOptions;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;

/** What a program says of how a file is to be opened, as the backends take it. */
final class OpenOptions {
    private OpenOptions() {}

    static FileOptions parse(OpenOption... options) {
        for (OpenOption each : options) {
            check(Objects.requireNonNull(each, "option"));
        }
        Set<OpenOption> all = Set.of(options.clone());
        boolean write = all.contains(StandardOpenOption.WRITE);
        return new FileOptions(
                all.contains(StandardOpenOption.READ) || !write,
                write,
                write && all.contains(StandardOpenOption.CREATE), // without WRITE they say nothing, as to a FileChannel
                write && all.contains(StandardOpenOption.CREATE_NEW),
                write && all.contains(StandardOpenOption.TRUNCATE_EXISTING),
                all.contains(StandardOpenOption.DSYNC),
                all.contains(StandardOpenOption.SYNC),
                all.contains(FileOption.DIRECT));
    }

    private static void check(OpenOption option) {
        if (option == StandardOpenOption.APPEND) {
            throw new UnsupportedOperationException(
                    "APPEND: each write has its position here, so begin at the file's size()");
        }
        if (option == StandardOpenOption.DELETE_ON_CLOSE
                || !(option instanceof StandardOpenOption || option instanceof FileOption)) {
            throw new UnsupportedOperationException(
                    option + ": use READ, WRITE, CREATE, CREATE_NEW, TRUNCATE_EXISTING, SPARSE,"
                            + " SYNC and DSYNC of StandardOpenOption, and FileOption");
        }
    }
}
