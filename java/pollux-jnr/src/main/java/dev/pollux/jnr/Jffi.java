package dev.pollux.jnr;

import com.kenai.jffi.Library;
import dev.pollux.binding.BindingUnavailableException;
import dev.pollux.binding.NativeAccess;
import java.lang.reflect.Method;

/** jffi, the native half of jnr-ffi: whether it loads here, and whether it finds what {@link Libc} declares, or Windows has. */
final class Jffi {
    /** jffi's own property for the directory that it unpacks its library to. Its default is java.io.tmpdir. */
    static final String DIRECTORY_PROPERTY = "jffi.extract.dir";

    private static final String C_LIBRARY = "libc.so.6";

    private Jffi() {}

    /** Asks at once: jnr-ffi finds a missing function only when it is called. */
    static void require(Class<?> functions) throws BindingUnavailableException {
        for (Method function : functions.getDeclaredMethods()) {
            require(C_LIBRARY, function.getName());
        }
    }

    /** {@return the address of a function of the C library} */
    static long require(String function) throws BindingUnavailableException {
        return require(C_LIBRARY, function);
    }

    /** {@return the address of a function} */
    static long require(String library, String function) throws BindingUnavailableException {
        long address = address(library, function);
        if (address == 0) {
            boolean isC = library.equals(C_LIBRARY);
            throw new BindingUnavailableException(
                    (isC ? "the C library" : library) + " has no function " + function,
                    isC ? "use a newer C library" : "use a newer Windows",
                    null);
        }
        return address;
    }

    private static long address(String name, String function) throws BindingUnavailableException {
        try {
            Library library = Library.getCachedInstance(name, Library.LAZY);
            if (library == null) {
                throw new BindingUnavailableException("jffi cannot open " + name, "", null);
            }
            return library.getSymbolAddress(function);
        } catch (LinkageError | RuntimeException failure) {
            throw refusal(failure);
        }
    }

    private static BindingUnavailableException refusal(Throwable failure) {
        // jffi writes the whole stack trace of what it met into the message of its own.
        String said = String.valueOf(failure.getMessage());
        if (said.contains(IllegalCallerException.class.getName())) {
            return NativeAccess.denied(Library.class, "org.jnrproject.jffi", failure);
        }
        return new BindingUnavailableException(
                "jffi, which jnr-ffi is built on, does not load its native library: "
                        + said.lines().findFirst().orElse(""),
                "where its directory is mounted noexec, set -D" + DIRECTORY_PROPERTY
                        + " to one from which libraries can be loaded",
                failure);
    }
}
