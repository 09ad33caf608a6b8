package dev.pollux.linux;

import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.LinuxCalls;

/** The one place where this package comes by its system calls, and the constants that belong to no single class. */
final class Linux {
    /** Null where there is no binding: every factory of this package calls {@link #require()} first. */
    static final LinuxCalls CALLS = BindingRegistry.linuxCalls();

    static final int O_CLOEXEC = 0x80000;
    static final int O_NONBLOCK = 0x800;

    static {
        if (CALLS != null) {
            // Loaded now: with no descriptor left they could not be, and a failure to resolve a class is for ever.
            Errors.of("accept4", -Errno.EMFILE, 0);
        }
    }

    private Linux() {}

    /** Fails with the reason of each refusal if the direct API is not available here. */
    static void require() {
        if (CALLS == null) {
            throw new UnsupportedOperationException("no Linux system calls here: " + BindingRegistry.refusals());
        }
    }

    /** A descriptor number that a caller handed in: the kernel gets no negative one. */
    static int checkDescriptor(int fd) {
        if (fd < 0) {
            throw new IllegalArgumentException("not a descriptor: " + fd);
        }
        return fd;
    }
}
