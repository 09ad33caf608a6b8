package dev.pollux.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.pollux.Backend;
import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.TestBinding;
import dev.pollux.internal.uring.UringCondition;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The completion backends, each of which the tests of completion run on where it is: see {@link CompletionTest}. A new one adds a
 * constant.
 */
public enum CompletionKind {
    IOCP(Backend.IOCP) {
        @Override
        boolean isOfThisRun() {
            return IS_WINDOWS && HAS_BINDING;
        }

        @Override
        void require() {
            TestBinding.windows();
        }
    },

    /** On Linux, by the binding under test, where the system does not forbid it. */
    IO_URING(Backend.IO_URING) {
        @Override
        boolean isOfThisRun() {
            return !IS_WINDOWS && HAS_BINDING;
        }

        @Override
        void require() {
            TestBinding.linux();
            UringCondition.require();
        }
    },

    /** Over epoll by the binding under test, and over nio where there is none, on each system. */
    EMULATED(Backend.EMULATED) {
        @Override
        boolean isOfThisRun() {
            return !IS_WINDOWS || !HAS_BINDING;
        }

        @Override
        void require() {
            if (HAS_BINDING) {
                TestBinding.linux();
            }
        }
    };

    static final boolean IS_WINDOWS = System.getProperty("os.name").startsWith("Windows");
    /** This run is about a binding. */
    public static final boolean HAS_BINDING =
            !System.getProperty(TestBinding.PROPERTY, "").isEmpty();

    private final Backend backend;

    CompletionKind(Backend backend) {
        this.backend = backend;
    }

    /** {@return true if this system can have it, and this run of the tests is about it} */
    abstract boolean isOfThisRun();

    /** Skips the test, with the reason, where this machine lacks it. Fails where the binding under test does not work. */
    abstract void require();

    /** {@return those that this run is about} */
    static Stream<CompletionKind> ofThisRun() {
        return Arrays.stream(values()).filter(CompletionKind::isOfThisRun);
    }

    /** Does what {@link #require} does, and fails where another binding is in use than the one under test. */
    public final void check() {
        require();
        if (HAS_BINDING) {
            assertEquals(TestBinding.name(), BindingRegistry.chosen(), BindingRegistry::refusals);
        }
    }

    public final Backend backend() {
        return backend;
    }

    /** {@return whose answers its own are, where a {@link dev.pollux.StateTable} has several} */
    public final Backend answersAs() {
        return this == IOCP ? Backend.IOCP : HAS_BINDING ? Backend.EPOLL : Backend.NIO;
    }

    /** Checks the system's code that a failure carries, which those of the JDK's channels don't. */
    final void checkCode(int ofWindows, int ofLinux, Throwable failure) {
        SystemCallException cause = SystemCallException.of(failure);
        if (HAS_BINDING) {
            assertEquals(IS_WINDOWS ? ofWindows : ofLinux, cause.code(), cause::toString);
        } else {
            assertNull(cause, () -> "nio has codes now: " + failure);
        }
    }

    /** {@return true if a wakeup takes milliseconds, as that of a selector does in a Windows JVM under load} */
    final boolean hasSlowWakeups() {
        return isNioOnWindows();
    }

    /** {@return true if it is made of the JDK's channels for Windows: they tell a reset as an end, and their selectors allocate} */
    public final boolean isNioOnWindows() {
        return IS_WINDOWS && answersAs() == Backend.NIO;
    }

    /** {@return true if its errors carry the system's code} */
    final boolean hasCodes() {
        return HAS_BINDING;
    }

    public final CompletionPortBuilder builder() {
        return CompletionPort.builder().backend(backend);
    }

    public final CompletionPort open() throws IOException {
        return builder().open();
    }
}
