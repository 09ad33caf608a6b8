package dev.pollux;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.binding.TestBinding;

/** Which backends this run of the tests is about: the system's own by the binding under test, or nio where there is none. */
public final class Backends {
    private Backends() {}

    /** {@return true if its sockets are the JDK's channels} */
    public static boolean isOnChannels(Backend backend) {
        return backend == Backend.NIO || backend == Backend.AFD;
    }

    /** Skips the test, with the reason, where its backend is another run's. */
    public static void require(Backend backend) {
        if (backend == Backend.EPOLL || backend == Backend.IO_URING) {
            TestBinding.linux();
        } else if (backend == Backend.IOCP || backend == Backend.AFD) {
            TestBinding.windows();
        } else if (backend == Backend.NIO) {
            String binding = System.getProperty(TestBinding.PROPERTY, "");
            assumeTrue(binding.isEmpty(), "backend nio is tested where there is no binding; here it is " + binding);
        }
    }
}
