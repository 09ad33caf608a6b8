package dev.pollux.jni;

import dev.pollux.binding.BindingUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/**
 * Windows: a library that is loaded cannot be deleted, not even when the JVM exits. It is left behind, under a name that
 * tells whose it is, and deleted by the next process that unpacks its own to the same directory.
 */
record WindowsLibrary(String processor) implements LibraryKind {
    private static final String SUFFIX = ".dll";

    /** A younger one may be another process's that has not loaded it yet. */
    private static final Duration STALE = Duration.ofMinutes(10);

    @Override
    public String target() {
        return "windows-" + processor;
    }

    @Override
    public String fileName() {
        return "pollux_jni.dll";
    }

    @Override
    public void requireFile(Path library, String remedy) throws BindingUnavailableException {
        PeFile.requireFor(processor, library, remedy);
    }

    @Override
    public Path extract(InputStream library, Path directory) throws IOException {
        sweep(directory);
        return Extraction.extract(library, directory, SUFFIX, OwnerOnlyAcl.in(directory));
    }

    @Override
    public void release(Path file) {
        delete(file);
    }

    /** Deletes those that are no longer loaded. What cannot be deleted is in use, or another user's. */
    static void sweep(Path directory) throws IOException {
        FileTime limit = FileTime.from(Instant.now().minus(STALE));
        try (var files = Files.newDirectoryStream(directory, Extraction.PREFIX + "*" + SUFFIX)) {
            for (Path file : files) {
                if (isOlder(file, limit)) {
                    delete(file);
                }
            }
        }
    }

    private static boolean isOlder(Path file, FileTime limit) {
        try {
            return Files.getLastModifiedTime(file).compareTo(limit) < 0;
        } catch (IOException swept) {
            return false; // by another process
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException inUse) {
            return; // the next sweep's
        }
    }
}
