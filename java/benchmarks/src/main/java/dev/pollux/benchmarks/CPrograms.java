package dev.pollux.benchmarks;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the C programs that are the floor of the comparisons. The build puts them beside the jar, in {@code target/c}, where
 * there is CMake and a C compiler.
 */
public final class CPrograms {
    /** Said to a program's environment: it is to have no second thread. The header second_thread.h says why it has one. */
    public static final String ONE_THREAD = "POLLUX_ONE_THREAD=1";

    /** The property that names another folder of theirs. */
    public static final String FOLDER_PROPERTY = "pollux.benchmarks.c";

    private CPrograms() {}

    /** {@return a program, or nothing if it was not built} */
    public static Optional<Path> find(String name) {
        Path program = folder().resolve(name);
        return Files.isExecutable(program) ? Optional.of(program) : Optional.empty();
    }

    /**
     * {@return a program}
     *
     * @throws IllegalStateException if it was not built
     */
    public static Path require(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException(whyMissing(name)));
    }

    /** {@return what to tell of a program that was not found} */
    public static String whyMissing(String name) {
        return "no C program " + folder().resolve(name) + ": build java/benchmarks with CMake and a C compiler, or name"
                + " the folder by -D" + FOLDER_PROPERTY;
    }

    private static Path folder() {
        String forced = System.getProperty(FOLDER_PROPERTY);
        if (forced != null) {
            return Path.of(forced).toAbsolutePath();
        }
        try {
            Path own = Path.of(CPrograms.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return own.resolveSibling("c"); // of target/classes, and of the jar in target
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
