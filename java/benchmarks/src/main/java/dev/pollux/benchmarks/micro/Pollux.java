package dev.pollux.benchmarks.micro;

import dev.pollux.benchmarks.Contestants;
import java.util.Map;

/** Has Pollux take the backend and the binding that a contestant's name tells. */
final class Pollux {
    private static final Map<String, String> BINDINGS = Map.of(
            Contestants.POLLUX_FFM, "ffm",
            Contestants.POLLUX_JNI, "jni",
            Contestants.POLLUX_JNR, "jnr");

    private Pollux() {}

    /** {@return true if a contestant is Pollux, which is told now what to run on: before anything of it is loaded} */
    static boolean take(String contestant) {
        String binding = BINDINGS.get(contestant);
        if (binding != null) {
            System.setProperty("dev.pollux.backend", "epoll");
            System.setProperty("dev.pollux.binding", binding);
            return true;
        }
        if (contestant.equals(Contestants.POLLUX_NIO)) {
            System.setProperty("dev.pollux.backend", "nio");
            return true;
        }
        return false;
    }

    /** {@return the binding of a contestant's name, or null if it needs none} */
    static String binding(String contestant) {
        return BINDINGS.get(contestant);
    }
}
