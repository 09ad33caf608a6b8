package dev.pollux.jni;

import dev.pollux.binding.BindingUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** What differs from system to system in finding, checking and unpacking the library. */
interface LibraryKind {
    /** {@return its place in the jar: the system and the processor} */
    String target();

    /** {@return its name in the jar} */
    String fileName();

    /** Refuses a file that is no library for this process. */
    void requireFile(Path library, String remedy) throws BindingUnavailableException;

    /** {@return the file that it is unpacked to, new and its owner's alone} */
    Path extract(InputStream library, Path directory) throws IOException;

    /** Cleans up once the unpacked library is loaded, or has failed to. */
    void release(Path file) throws IOException;
}
