package dev.pollux.binding;

/**
 * A way to call C from Java. Each binding module has one public implementation with a public constructor that takes
 * nothing and does nothing. What can fail is left to
 * {@link #linux()} and {@link #windows()}.
 *
 * <p>For the binding modules of Pollux alone: not an interface that programs implement or call.
 *
 * <p>All methods may be called from any thread. {@link BindingRegistry} has an example.
 */
public interface Binding {

    /** {@return the name that {@code -Ddev.pollux.binding} knows it by: {@code ffm}, {@code jni} or {@code jnr}} */
    String name();

    /**
     * Loads and links what the Linux calls need. Called once a process, on Linux only.
     *
     * @return the calls, for any number of threads
     * @throws BindingUnavailableException if this binding cannot work here, with the reason and what would mend it
     */
    LinuxCalls linux() throws BindingUnavailableException;

    /**
     * Loads and links what the Windows calls need. Called once a process, on Windows only.
     *
     * @return the calls, for any number of threads
     * @throws BindingUnavailableException if this binding cannot work here, with the reason and what would mend it
     */
    WindowsCalls windows() throws BindingUnavailableException;
}
