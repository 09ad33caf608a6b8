package dev.pollux.windows;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.WindowsCalls;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.util.function.ToLongFunction;

/** The one place where this package comes by its system calls. */
final class Windows {
    /** Null where there is no binding: every factory of this package calls {@link #require()} first. */
    static final WindowsCalls CALLS = BindingRegistry.windowsCalls();

    static {
        if (CALLS != null) {
            // Loaded now: with no memory left they could not be, and a failure to resolve a class is for ever.
            Errors.of("WSASocketW", -WinError.WSAEMFILE, "");
        }
    }

    private Windows() {}

    /** Fails with the reason of each refusal if the direct API is not available here. */
    static void require() {
        if (CALLS == null) {
            throw new UnsupportedOperationException("no Windows calls here: " + BindingRegistry.refusals());
        }
    }

    /** The binding's way to a buffer's address. */
    static ToLongFunction<ByteBuffer> addresses() {
        require();
        return CALLS::addressOf;
    }

    /** A path inside of an archive, say, means nothing to the system, or another file. */
    static void checkPath(Path path) {
        if (path.getFileSystem() != FileSystems.getDefault()) {
            throw new ProviderMismatchException("not a path of the system's own files: " + path);
        }
    }

    /** A handle that a caller handed in: the system gets neither null nor INVALID_HANDLE_VALUE, nor a pseudo-handle. */
    static long checkHandle(long handle) {
        if (handle <= 0) {
            throw new IllegalArgumentException("not a handle: " + handle);
        }
        return handle;
    }
}
