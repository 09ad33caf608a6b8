package dev.pollux.jni;

import dev.pollux.binding.BindingUnavailableException;
import dev.pollux.binding.NativeAccess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;

/** Finds the library of the native methods, loads it, and makes sure that these classes were built with it. */
final class NativeLibrary {
    /** Raised whenever a native method is added or changes. The C code takes it from the generated header. */
    static final int ABI_VERSION = 4;

    private static final String NAME_ANOTHER = "-D" + JniBinding.LIBRARY_PROPERTY;

    private NativeLibrary() {}

    /** An explicit path wins. Otherwise it is the library in the jar. */
    static void load(LibraryKind kind) throws BindingUnavailableException {
        requirePackage(NativeLibrary.class.getPackageName());
        String path = System.getProperty(JniBinding.LIBRARY_PROPERTY, "");
        if (path.isEmpty()) {
            loadPackaged(kind);
        } else {
            loadNamed(Path.of(path).toAbsolutePath(), kind);
        }
    }

    /** The functions of the library have the names of these classes in theirs. */
    static void requirePackage(String actual) throws BindingUnavailableException {
        String built = String.join(
                ".", "dev", "pollux", "jni"); // in parts, because what moves classes changes names in strings, too
        if (!actual.equals(built)) {
            throw new BindingUnavailableException(
                    "the classes of the jni binding were moved to another package, " + actual
                            + ", and its library knows them by their own names",
                    "leave Pollux in its packages, or use the ffm binding",
                    null);
        }
    }

    private static void loadNamed(Path library, LibraryKind kind) throws BindingUnavailableException {
        String remedy = "correct " + NAME_ANOTHER + ", or leave it out for the packaged library";
        kind.requireFile(library, remedy);
        load(library, library.toString(), remedy);
    }

    private static void loadPackaged(LibraryKind kind) throws BindingUnavailableException {
        byte[] library = PackagedLibrary.read(kind);
        Path directory = Extraction.directory();
        try {
            Path file = kind.extract(new ByteArrayInputStream(library), directory);
            try {
                load(file, "the packaged library, unpacked to " + directory + ",", "name another with " + NAME_ANOTHER);
            } finally {
                kind.release(file);
            }
        } catch (IOException failure) {
            throw new BindingUnavailableException(
                    "the library cannot be unpacked to " + directory + ": " + failure,
                    "set -D" + JniBinding.DIRECTORY_PROPERTY + " to a directory that can be written",
                    failure);
        }
    }

    private static void load(Path library, String description, String remedy) throws BindingUnavailableException {
        try {
            System.load(library.toString());
            requireAbi(abiVersion(), description, remedy);
        } catch (IllegalCallerException denied) {
            throw NativeAccess.denied(NativeLibrary.class, "dev.pollux.jni", denied);
        } catch (UnsatisfiedLinkError failure) {
            if (Mounts.isNoExec(library)) {
                throw new BindingUnavailableException(
                        "libraries cannot be loaded from " + library.getParent() + ", which is mounted noexec",
                        "set -D" + JniBinding.DIRECTORY_PROPERTY + " to a directory that is not",
                        failure);
            }
            throw new BindingUnavailableException(
                    description + " does not load: " + failure.getMessage(), remedy, failure);
        }
    }

    static void requireAbi(int found, String description, String remedy) throws BindingUnavailableException {
        if (found != ABI_VERSION) {
            throw new BindingUnavailableException(
                    description + " has version " + found + " of the native methods, these classes need " + ABI_VERSION,
                    remedy,
                    null);
        }
    }

    private static native int abiVersion();
}
