package dev.pollux.jni;

import dev.pollux.binding.BindingUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which C library this process runs on, told by what it has mapped: the files on the disk may belong to another. */
final class CLibrary {
    private CLibrary() {}

    static void requireGlibc() throws BindingUnavailableException {
        requireGlibc(Path.of("/proc/self/maps"));
    }

    static void requireGlibc(Path maps) throws BindingUnavailableException {
        try {
            String mapped = new String(Files.readAllBytes(maps), StandardCharsets.ISO_8859_1); // paths of any encoding
            if (mapped.contains("/ld-musl-") || mapped.contains("/libc.musl-")) {
                throw new BindingUnavailableException(
                        "this JVM runs on musl, the packaged library is for glibc",
                        "name a library built for musl with -D" + JniBinding.LIBRARY_PROPERTY,
                        null);
            }
        } catch (IOException unknown) {
            return; // without /proc the dynamic linker decides
        }
    }
}
