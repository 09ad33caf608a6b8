package dev.pollux.examples;

import dev.pollux.Backend;
import dev.pollux.Diagnostics;
import dev.pollux.Finding;
import java.util.List;
import java.util.Set;

/** What the user forces, and why it is not available, if it is not. */
final class Choice {
    private static final String BINDING_PROPERTY = "dev.pollux.binding";

    private Choice() {}

    /**
     * Forces a binding and a backend. A binding alone stands for the backend that uses it: the system's own.
     *
     * @param served the backends that the server can run on
     * @param asked null for the best
     * @param binding null for the first that works
     * @return the backend to ask the library for
     * @throws CommandFailure if they are not available, with the remedy
     */
    static Backend apply(Set<Backend> served, Backend asked, BindingName binding) {
        Backend backend = asked == null && binding != null ? ownBackend() : asked;
        if (backend == Backend.NIO && binding != null) {
            throw new CommandFailure("backend nio uses no binding: leave --binding or --backend out");
        }
        if (backend == null || backend == Backend.NIO) {
            return backend;
        }
        if (!served.contains(backend)) {
            throw new CommandFailure(
                    asked != null
                            ? "backend " + backend + " serves completion ports: echo"
                            : "binding " + binding
                                    + " is of use to echo only here: this server runs on nio, which uses none");
        }
        if (backend != ownBackend()) {
            throw new CommandFailure(
                    "backend " + backend + " is not available: this is " + System.getProperty("os.name"));
        }
        if (binding != null) {
            System.setProperty(BINDING_PROPERTY, binding.name());
            if (!isAvailable(backend)) { // else the others need not be tried
                require("binding", binding.name(), Diagnostics.bindings());
            }
        }
        require("backend", backend.toString(), Diagnostics.backends());
        return backend;
    }

    /** {@return the backend that this system has a native port for, if a binding works} */
    private static Backend ownBackend() {
        return SystemFacts.isWindows() ? Backend.IOCP : Backend.EPOLL;
    }

    /** {@return why the best backend was not taken, or null if it was, or if none was asked for} */
    static String fallbackReason(Backend asked, Backend got) {
        if (asked != null || got != Backend.NIO || SystemFacts.isWindows()) { // there, nio is what is meant
            return null;
        }
        for (Finding finding : Diagnostics.backends()) {
            if (finding.name().equals(Backend.EPOLL.toString()) && !finding.available()) {
                return "no native port, falling back to nio: " + OneLine.of(finding.reason())
                        + " (run doctor for more)";
            }
        }
        return null;
    }

    private static boolean isAvailable(Backend backend) {
        return Diagnostics.backends().stream()
                .anyMatch(finding -> finding.name().equals(backend.toString()) && finding.available());
    }

    private static void require(String kind, String name, List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding.name().equals(name) && !finding.available()) {
                String remedy = finding.remedy().isEmpty() ? "" : "; remedy: " + finding.remedy();
                throw new CommandFailure(kind + " " + name + " is not available: " + finding.reason() + remedy);
            }
        }
    }
}
