package dev.pollux.windows;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.WindowsCalls;

/** The one place where this package comes by its system calls. */
final class Windows {
    /** Null where there is no binding: every factory of this package calls {@link #require()} first. */
    static final WindowsCalls CALLS = BindingRegistry.windowsCalls();

    private Windows() {}

    /** Fails with the reason of each refusal if the direct API can't be had here. */
    static void require() {
        if (CALLS == null) {
            throw new UnsupportedOperationException("no Windows calls here: " + BindingRegistry.refusals());
        }
    }
}
