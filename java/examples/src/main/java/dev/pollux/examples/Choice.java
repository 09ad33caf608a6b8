package dev.pollux.examples;

import dev.pollux.Backend;
import dev.pollux.Diagnostics;
import dev.pollux.Finding;
import java.util.List;

/** What the user forces, and why it can't be had if it can't. */
final class Choice {
    private static final String BINDING_PROPERTY = "dev.pollux.binding";

    private Choice() {}

    /**
     * Forces a binding and a backend.
     *
     * @param backend null for the best
     * @param binding null for the first that works
     * @return the backend to ask the library for
     * @throws CommandFailure if they can't be had, with the remedy
     */
    static Backend apply(Backend backend, BindingName binding) {
        if (binding != null) {
            if (backend == Backend.NIO) {
                throw new CommandFailure("backend nio uses no binding: leave --binding or --backend out");
            }
            System.setProperty(BINDING_PROPERTY, binding.name());
            if (!isAvailable(Backend.EPOLL)) {
                require("binding", binding.name(), Diagnostics.bindings());
            }
            return Backend.EPOLL;
        }
        if (backend == Backend.EPOLL) {
            require("backend", backend.toString(), Diagnostics.backends());
        }
        return backend;
    }

    /** {@return why the best backend was not taken, or null if it was, or if none was asked for} */
    static String fallbackReason(Backend asked, Backend got) {
        if (asked != null || got != Backend.NIO) {
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
                throw new CommandFailure(kind + " " + name + " is not to be had: " + finding.reason() + remedy);
            }
        }
    }
}
