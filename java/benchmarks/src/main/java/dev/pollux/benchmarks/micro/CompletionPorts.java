package dev.pollux.benchmarks.micro;

import dev.pollux.Backend;
import dev.pollux.benchmarks.Contestants;
import dev.pollux.completion.CompletionPort;
import java.io.IOException;
import java.util.List;

/** Has Pollux open a completion port on the backend and the binding that a contestant's name tells. */
final class CompletionPorts {
    /** The names of all that there are. */
    static final List<String> ALL = List.of(
            Contestants.POLLUX_IO_URING,
            Contestants.POLLUX_IO_URING + " jni",
            Contestants.POLLUX_IO_URING + " jnr",
            Contestants.POLLUX_EMULATED,
            Contestants.POLLUX_EMULATED + " jni",
            Contestants.POLLUX_EMULATED + " jnr");

    private CompletionPorts() {}

    /** {@return true if a contestant is a completion port of Pollux's} */
    static boolean isOne(String contestant) {
        return ALL.contains(contestant);
    }

    /** {@return the binding of a contestant's name} */
    static String binding(String contestant) {
        String base = base(contestant);
        return contestant.equals(base) ? Contestants.DEFAULT_BINDING : contestant.substring(base.length() + 1);
    }

    private static String base(String contestant) {
        return contestant.startsWith(Contestants.POLLUX_IO_URING)
                ? Contestants.POLLUX_IO_URING
                : Contestants.POLLUX_EMULATED;
    }

    /**
     * Opens a port, before anything else of Pollux is loaded: then the binding is chosen.
     *
     * @throws UnsupportedOperationException if there is none on that backend here
     */
    static CompletionPort open(String contestant) throws IOException {
        System.setProperty("dev.pollux.binding", binding(contestant));
        return CompletionPort.builder()
                .backend(backend(contestant))
                .singleThreaded(true)
                .open();
    }

    private static Backend backend(String contestant) {
        return base(contestant).equals(Contestants.POLLUX_IO_URING) ? Backend.IO_URING : Backend.EMULATED;
    }

    /** {@return why there is no such port here, or null if there is} By the binding that this JVM has chosen. */
    static String whyNot(String contestant) {
        try {
            CompletionPort.builder().backend(backend(contestant)).open().close();
            return null;
        } catch (IOException | UnsupportedOperationException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
