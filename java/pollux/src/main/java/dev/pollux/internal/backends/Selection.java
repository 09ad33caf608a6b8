package dev.pollux.internal.backends;

import dev.pollux.Backend;
import dev.pollux.binding.BindingRegistry;
import dev.pollux.binding.Platform;
import dev.pollux.internal.epoll.EpollPort;
import dev.pollux.internal.nio.NioPort;
import dev.pollux.internal.readiness.AbstractReadinessPort;
import dev.pollux.internal.text.Log;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Which backend a port runs on, and why.
 *
 * @param backend the one that was chosen
 * @param reason why this one, and not a better
 */
public record Selection(Backend backend, String reason) {
    /** System property: the backend to use, {@code epoll} or {@code nio}. By default the best that is available. */
    public static final String BACKEND_PROPERTY = "dev.pollux.backend";

    private static final AtomicBoolean FALLBACK_LOGGED = new AtomicBoolean();

    /** Chooses: what the program asks for, else what the property names, else the best. */
    public static Selection decide(Backend asked) {
        String property = System.getProperty(BACKEND_PROPERTY, "");
        if (asked != null) {
            return forced(asked, "asked for by the program");
        }
        if (!property.isEmpty()) {
            return forced(parse(property), "-D" + BACKEND_PROPERTY + "=" + property);
        }
        if (BindingRegistry.linuxCalls() != null) {
            return new Selection(Backend.EPOLL, "the best there is");
        }
        if (Platform.isWindows()) {
            return new Selection(Backend.NIO, "what there is for readiness on Windows");
        }
        String why = "no native port: " + BindingRegistry.refusals();
        if (FALLBACK_LOGGED.compareAndSet(false, true)) {
            System.getLogger(Log.NAME).log(Level.INFO, "falling back to java.nio.channels.Selector, because " + why);
        }
        return new Selection(Backend.NIO, why);
    }

    private static Selection forced(Backend backend, String reason) {
        if (backend == Backend.EPOLL && BindingRegistry.linuxCalls() == null) {
            throw new UnsupportedOperationException("backend epoll (" + reason + ") is not available: "
                    + (Platform.isWindows() ? "this is Windows" : BindingRegistry.refusals()));
        }
        if (backend == Backend.IOCP) {
            throw new UnsupportedOperationException("backend iocp (" + reason
                    + ") is a completion port's, not a readiness port's: CompletionPort.open()");
        }
        return new Selection(backend, reason);
    }

    private static Backend parse(String name) {
        for (Backend backend : Backend.values()) {
            if (backend.toString().equals(name.trim().toLowerCase(Locale.ROOT))) {
                return backend;
            }
        }
        throw new UnsupportedOperationException(
                "-D" + BACKEND_PROPERTY + "=" + name + ": there is no such backend; there are epoll and nio");
    }

    public AbstractReadinessPort open() throws IOException {
        FirstEvents.makeReady(backend);
        return backend == Backend.EPOLL ? EpollPort.open(describe()) : NioPort.open(describe());
    }

    public String describe() {
        String binding = backend != Backend.NIO ? " binding=" + BindingRegistry.chosen() : "";
        return "backend=" + backend + binding + " (" + reason + ")";
    }
}
