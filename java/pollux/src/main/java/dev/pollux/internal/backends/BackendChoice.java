package dev.pollux.internal.backends;

import dev.pollux.Backend;
import dev.pollux.Finding;
import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.Platform;
import dev.pollux.internal.text.Log;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes one of the backends of a kind of port: the one that the program names, else the one that the property names, else the
 * best that is available. What is named and can't be used is an error. What is passed over is told with the reason.
 *
 * <p>It has neither lambdas nor streams, because a server's start would wait until they are linked.
 *
 * @param <P> what opens a port on a backend
 */
abstract class BackendChoice<P> {
    private final String port;
    private final List<P> all;
    private final AtomicBoolean fallbackLogged = new AtomicBoolean();

    /** @param reason why it is this one */
    record Taken<P>(P provider, String reason) {}

    /**
     * @param port which ports these are for, in messages: {@code readiness}
     * @param all those that there are, the best first
     */
    BackendChoice(String port, List<P> all) {
        this.port = port;
        this.all = all;
    }

    abstract Backend kind(P provider);

    /** {@return why it can't be used, or null if it can} */
    abstract String whyUnavailable(P provider);

    /** {@return by what it can be used} */
    abstract String how(P provider);

    /** @param asked what the program names, or null */
    Taken<P> take(Backend asked) {
        if (asked != null) {
            return named(asked, "asked for by the program");
        }
        Backend named = BackendProperty.among(kinds());
        if (named != null) {
            return named(named, BackendProperty.text());
        }
        P best = best();
        String passedOver = passedOver(best);
        if (best == null) {
            throw new UnsupportedOperationException("no " + port + " port here: " + passedOver);
        }
        if (passedOver.isEmpty()) {
            return new Taken<>(best, "the best there is");
        }
        if (fallbackLogged.compareAndSet(false, true)) {
            System.getLogger(Log.NAME)
                    .log(Level.INFO, "a " + port + " port falls back to " + kind(best) + ": " + passedOver);
        }
        return new Taken<>(best, passedOver);
    }

    private Taken<P> named(Backend backend, String by) {
        P provider = find(backend);
        if (provider == null) {
            throw new UnsupportedOperationException("backend " + backend + " (" + by + ") is none of a " + port
                    + " port. It has " + BackendProperty.text(kinds()));
        }
        String refusal = whyUnavailable(provider);
        if (refusal != null) {
            throw new UnsupportedOperationException(
                    "backend " + backend + " (" + by + ") is not available: " + refusal);
        }
        return new Taken<>(provider, by);
    }

    private P find(Backend backend) {
        for (P each : all) {
            if (kind(each) == backend) {
                return each;
            }
        }
        return null;
    }

    private P best() {
        for (P each : all) {
            if (whyUnavailable(each) == null) {
                return each;
            }
        }
        return null;
    }

    /** {@return for those of this system that are before the best, why they can't be used} */
    private String passedOver(P best) {
        StringBuilder why = new StringBuilder();
        for (P each : all) {
            if (each == best) {
                break;
            }
            if (isOfThisSystem(kind(each))) {
                why.append(why.length() == 0 ? "" : "; ");
                why.append(kind(each)).append(": ").append(whyUnavailable(each));
            }
        }
        return why.toString();
    }

    private static boolean isOfThisSystem(Backend backend) {
        if (backend == Backend.EPOLL || backend == Backend.IO_URING) {
            return System.getProperty("os.name").equals("Linux");
        }
        return backend != Backend.IOCP && backend != Backend.AFD || Platform.isWindows();
    }

    private List<Backend> kinds() {
        List<Backend> kinds = new ArrayList<>();
        for (P each : all) {
            kinds.add(kind(each));
        }
        return kinds;
    }

    /** {@return the one that is taken if the program names none} */
    private P chosen() {
        P named;
        try {
            named = find(BackendProperty.among(kinds()));
        } catch (UnsupportedOperationException e) {
            named = null; // the property is wrong, as an open will say
        }
        return named != null && whyUnavailable(named) == null ? named : best();
    }

    /** {@return which one is taken if the program names none} */
    final Backend chosenKind() {
        return kind(chosen());
    }

    /** {@return what became of each} */
    final List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        P chosen = chosen();
        for (P each : all) {
            findings.add(finding(each, each == chosen));
        }
        return findings;
    }

    private Finding finding(P provider, boolean isChosen) {
        String name = kind(provider).toString();
        String refusal = whyUnavailable(provider);
        if (refusal == null) {
            return new Finding(name, true, isChosen, how(provider), "");
        }
        String remedy = refusal.equals(BindingRegistry.refusals()) ? "any one of those" : "";
        return new Finding(name, false, false, refusal, remedy);
    }
}
