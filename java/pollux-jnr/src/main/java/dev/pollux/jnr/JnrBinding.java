package dev.pollux.jnr;

import dev.pollux.binding.Binding;
import dev.pollux.binding.BindingUnavailableException;
import dev.pollux.binding.LinuxCalls;
import dev.pollux.binding.Platform;
import dev.pollux.binding.WindowsCalls;
import jnr.ffi.LibraryLoader;

/** The jnr binding: calls the C library, or Windows's, through jnr-ffi, which unpacks and loads a native library of its own, jffi. */
@SuppressWarnings("exports") // the library exports these interfaces to the binding modules only
public final class JnrBinding implements Binding {

    /** Called by name. It loads nothing. */
    public JnrBinding() {}

    @Override
    public String name() {
        return "jnr";
    }

    @Override
    public LinuxCalls linux() throws BindingUnavailableException {
        Platform.requireLinux();
        Jffi.require(Libc.class);
        Invocation.require();
        return new JnrLinuxCalls(implement());
    }

    @Override
    public WindowsCalls windows() throws BindingUnavailableException {
        Platform.requireWindows();
        JnrWindowsCalls calls = new JnrWindowsCalls(); // jffi is there
        Invocation.require();
        return calls;
    }

    private static Libc implement() throws BindingUnavailableException {
        try {
            return LibraryLoader.create(Libc.class).failImmediately().load("c");
        } catch (LinkageError | RuntimeException failure) {
            throw new BindingUnavailableException(
                    "jnr-ffi cannot implement the calls: " + failure, "check the jars that jnr-ffi needs", failure);
        }
    }
}
