package dev.pollux.jni;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pollux.binding.BindingUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/**
 * The library in the jar, read whole and compared with the checksum that the build has written beside it. The JVM compares nothing
 * when it reads a jar, and a damaged library would end the process. The checksum finds damage. Against a forger there is the jar's
 * signature.
 */
final class PackagedLibrary {
    private static final String ANOTHER = "name a library with -D" + JniBinding.LIBRARY_PROPERTY;

    private PackagedLibrary() {}

    static byte[] read(LibraryKind kind) throws BindingUnavailableException {
        String file = "/META-INF/native/" + kind.target() + "/" + kind.fileName();
        try {
            byte[] library = resource(file);
            if (library == null) {
                throw new BindingUnavailableException(
                        "no library is packaged for " + kind.target() + ": " + whyLeftOut(kind),
                        "use a jar built with both, or " + ANOTHER,
                        null);
            }
            requireUndamaged(library, resource(file + ".crc32c"), kind.target());
            return library;
        } catch (IOException damaged) {
            throw new BindingUnavailableException(
                    "the packaged library for " + kind.target() + " cannot be read: " + damaged,
                    "fetch the jar again, or " + ANOTHER,
                    damaged);
        }
    }

    /** @param checksum what the build has written, or null if it is not there */
    static void requireUndamaged(byte[] library, byte[] checksum, String target) throws BindingUnavailableException {
        CRC32C crc = new CRC32C();
        crc.update(library);
        String expected = checksum == null ? "" : new String(checksum, UTF_8).strip();
        if (!expected.equals(hex(crc.getValue()))) {
            throw new BindingUnavailableException(
                    "the packaged library for " + target + " is damaged: its CRC-32C is " + hex(crc.getValue())
                            + ", the jar has " + (expected.isEmpty() ? "none" : expected) + " for it",
                    "fetch the jar again, or " + ANOTHER,
                    null);
        }
    }

    /** A formatter would take longer than the checksum. */
    private static String hex(long crc) {
        return Long.toHexString(crc | 1L << 32).substring(1);
    }

    /** {@return its bytes, or null if there is none} */
    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PackagedLibrary.class.getResourceAsStream(name)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    /** The build leaves a note in the place of a library that it could not build. */
    private static String whyLeftOut(LibraryKind kind) throws IOException {
        byte[] note = resource("/META-INF/native/" + kind.target() + "/LEFT_OUT");
        return "it was built without CMake or a C compiler"
                + (note == null ? "" : " (" + new String(note, UTF_8).strip() + ")");
    }
}
