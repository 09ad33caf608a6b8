package dev.pollux.jni;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Unpacks the library to a file of its own: a name that no other class loader or process shares, made new, so that
 * neither a planted file nor a planted link is ever written through or loaded, and readable by its owner alone.
 */
final class Extraction {
    /** What its name begins with, for people and for Windows's sweep. */
    static final String PREFIX = "pollux-jni-";

    private static final int ATTEMPTS = 16;

    private Extraction() {}

    static Path directory() {
        String byDefault = System.getProperty(JniBinding.DIRECTORY_DEFAULT_PROPERTY);
        return Path.of(System.getProperty(JniBinding.DIRECTORY_PROPERTY, byDefault))
                .toAbsolutePath();
    }

    static Path extract(InputStream library, Path directory, String suffix, FileAttribute<?> ownerOnly)
            throws IOException {
        return extract(library, directory, new RandomNames(suffix), ownerOnly);
    }

    static Path extract(InputStream library, Path directory, Supplier<String> names, FileAttribute<?> ownerOnly)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            Path file = directory.resolve(names.get());
            try (OutputStream out =
                    Channels.newOutputStream(Files.newByteChannel(file, Set.of(CREATE_NEW, WRITE), ownerOnly))) {
                copy(library, out, file);
                return file;
            } catch (FileAlreadyExistsException taken) {
                if (attempt == ATTEMPTS) {
                    throw taken;
                }
            }
        }
    }

    /** It is no secret, because the file is made new or not at all. A secure random number takes longer than all the rest here. */
    private record RandomNames(String suffix) implements Supplier<String> {
        @Override
        public String get() {
            return PREFIX + Long.toHexString(ThreadLocalRandom.current().nextLong()) + suffix;
        }
    }

    private static void copy(InputStream library, OutputStream out, Path file) throws IOException {
        try {
            library.transferTo(out);
        } catch (IOException failure) {
            Files.deleteIfExists(file);
            throw failure;
        }
    }
}
