package dev.pollux.examples;

import dev.pollux.Backend;
import dev.pollux.Diagnostics;
import dev.pollux.Finding;
import dev.pollux.examples.server.Mode;
import dev.pollux.examples.server.Target;
import java.util.List;

/** What the user forces, and why it is not available, if it is not. */
final class Choice {
    private static final String BINDING_PROPERTY = "dev.pollux.binding";

    private Choice() {}

    /**
     * Forces a mode, a backend and a binding, as far as they are named.
     *
     * @param askedMode null for that of the backend, else readiness, or completion where only that uses the binding
     * @param asked null for the best of the mode
     * @param binding null for the first that works
     * @return what to ask the library for
     * @throws CommandFailure if it is not available, with the remedy
     */
    static Target apply(Mode askedMode, Backend asked, BindingName binding) {
        Mode mode = askedMode != null ? askedMode : mode(asked, binding);
        if (asked != null && Mode.of(asked) != mode) {
            throw new CommandFailure("backend " + asked + " is one of mode " + Mode.of(asked) + ": leave --mode " + mode
                    + " or --backend out");
        }
        if (asked == Backend.NIO && binding != null) {
            throw new CommandFailure("backend nio uses no binding: leave --binding or --backend out");
        }
        if (asked != null && !isOfThisSystem(asked)) {
            throw new CommandFailure(
                    "backend " + asked + " is not available: this is " + System.getProperty("os.name"));
        }
        Backend backend = asked;
        if (binding != null) {
            force(binding);
            if (asked == null && mode == Mode.READINESS) {
                backend = ownReadiness(binding);
            }
        }
        if (backend != null
                && backend != Backend.NIO) { // which is everywhere, and to look at the others loads bindings
            require("backend", backend.toString(), Diagnostics.backends());
        }
        return new Target(mode, backend);
    }

    private static Mode mode(Backend asked, BindingName binding) {
        if (asked != null) {
            return Mode.of(asked);
        }
        return binding != null && SystemFacts.isWindows() ? Mode.COMPLETION : Mode.READINESS;
    }

    private static boolean isOfThisSystem(Backend backend) {
        return switch (backend) {
            case EPOLL, IO_URING -> SystemFacts.isLinux();
            case AFD, IOCP -> SystemFacts.isWindows();
            case NIO, EMULATED -> true;
        };
    }

    private static void force(BindingName binding) {
        System.setProperty(BINDING_PROPERTY, binding.name());
        if (!isUsed()) { // else the others need not be tried
            require("binding", binding.name(), Diagnostics.bindings());
        }
    }

    /** {@return true if a backend uses the binding} */
    private static boolean isUsed() {
        Backend own = SystemFacts.isWindows() ? Backend.IOCP : Backend.EPOLL;
        return Diagnostics.backends().stream()
                .anyMatch(finding -> finding.name().equals(own.toString()) && finding.available());
    }

    /** {@return the backend of readiness that uses a binding} */
    private static Backend ownReadiness(BindingName binding) {
        if (SystemFacts.isWindows()) {
            throw new CommandFailure(
                    "binding " + binding + " is of use to --mode completion only here: with --mode readiness"
                            + " this server runs on nio, which uses none");
        }
        return Backend.EPOLL;
    }

    /** {@return why a better backend was not taken, or null if it was, or if one was asked for} */
    static String fallbackReason(Target asked, Backend got) {
        if (asked.backend() != null) {
            return null;
        }
        String better = asked.mode() == Mode.READINESS
                ? Backend.EPOLL.toString()
                : (SystemFacts.isWindows() ? Backend.IOCP : Backend.IO_URING).toString();
        boolean isPortable = got == Backend.NIO && !SystemFacts.isWindows() || got == Backend.EMULATED;
        for (Finding finding : Diagnostics.backends()) {
            if (isPortable && finding.name().equals(better) && !finding.available()) {
                return "no native port, falling back to " + got + ": " + OneLine.of(finding.reason())
                        + " (run doctor for more)";
            }
        }
        return null;
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
