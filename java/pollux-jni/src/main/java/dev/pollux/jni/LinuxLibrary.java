package dev.pollux.jni;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import dev.pollux.binding.BindingUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Linux: a file can be deleted once it is loaded. The library is built for glibc, and calls nothing that musl has not under the same
 * name and with the same structures. It is linked to find all at once, so a C library that lacks something refuses it.
 */
record LinuxLibrary(String processor) implements LibraryKind {
    private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions.asFileAttribute(
            Set.of(OWNER_READ, OWNER_WRITE)); // to parse takes an EnumSet, by reflection

    @Override
    public String target() {
        return "linux-" + processor;
    }

    @Override
    public String fileName() {
        return "libpollux_jni.so";
    }

    @Override
    public void requireFile(Path library, String remedy) throws BindingUnavailableException {
        ElfFile.requireFor(processor, library, remedy);
    }

    @Override
    public Path extract(InputStream library, Path directory) throws IOException {
        return Extraction.extract(library, directory, ".so", OWNER_ONLY);
    }

    @Override
    public void release(Path file) throws IOException {
        Files.deleteIfExists(file); // what is mapped stays mapped
    }
}
