package dev.pollux.jni;

import dev.pollux.binding.Binding;
import dev.pollux.binding.BindingUnavailableException;
import dev.pollux.binding.LinuxCalls;
import dev.pollux.binding.Platform;
import dev.pollux.binding.WindowsCalls;

/**
 * The jni binding: calls the C library, or Windows's, through C code of our own. The library comes in the jar and is
 * unpacked to a temporary file, loaded and deleted (on Windows by a later process). {@link #LIBRARY_PROPERTY} names another.
 */
@SuppressWarnings("exports") // the library exports these interfaces to the binding modules only
public final class JniBinding implements Binding {

    /** The path of a library to load in place of the packaged one. By default there is none. */
    public static final String LIBRARY_PROPERTY = "dev.pollux.jni.library";

    /** The directory that the packaged library is unpacked to. It must not be mounted noexec. */
    public static final String DIRECTORY_PROPERTY = "dev.pollux.jni.tmpdir";

    /** The property whose value is the default of {@link #DIRECTORY_PROPERTY}. */
    public static final String DIRECTORY_DEFAULT_PROPERTY = "java.io.tmpdir";

    /** Called by name. It loads nothing. */
    public JniBinding() {}

    @Override
    public String name() {
        return "jni";
    }

    @Override
    public LinuxCalls linux() throws BindingUnavailableException {
        NativeLibrary.load(new LinuxLibrary(Platform.requireLinux()));
        return new JniLinuxCalls();
    }

    @Override
    public WindowsCalls windows() throws BindingUnavailableException {
        NativeLibrary.load(new WindowsLibrary(Platform.requireWindows()));
        return new JniWindowsCalls();
    }
}
