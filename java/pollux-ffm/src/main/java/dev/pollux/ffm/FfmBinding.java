package dev.pollux.ffm;

import dev.pollux.binding.Binding;
import dev.pollux.binding.BindingUnavailableException;
import dev.pollux.binding.LinuxCalls;
import dev.pollux.binding.NativeAccess;
import dev.pollux.binding.Platform;
import dev.pollux.binding.WindowsCalls;
import java.lang.foreign.MemorySegment;

/** The ffm binding: calls the C library, or Windows's, through {@code java.lang.foreign}. No code of its own is loaded. */
@SuppressWarnings("exports") // the library exports these interfaces to the binding modules only
public final class FfmBinding implements Binding {

    /** Called by name. It loads nothing. */
    public FfmBinding() {}

    @Override
    public String name() {
        return "ffm";
    }

    @Override
    public LinuxCalls linux() throws BindingUnavailableException {
        Platform.requireLinux();
        requireNativeAccess();
        LinuxFunction.requireAll();
        return new FfmLinuxCalls();
    }

    @Override
    public WindowsCalls windows() throws BindingUnavailableException {
        Platform.requireWindows();
        requireNativeAccess();
        WindowsFunction.requireAll();
        return new FfmWindowsCalls();
    }

    /** Asks at once, and not when the first call of each group is linked: then nobody could fall back any more. */
    @SuppressWarnings("restricted")
    private static void requireNativeAccess() throws BindingUnavailableException {
        try {
            MemorySegment.NULL.reinterpret(0); // the cheapest restricted method
        } catch (IllegalCallerException denied) {
            throw NativeAccess.denied(FfmBinding.class, "dev.pollux.ffm", denied);
        }
    }
}
