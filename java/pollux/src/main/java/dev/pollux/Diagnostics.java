package dev.pollux;

import dev.pollux.internal.wiring.Wiring;
import java.util.List;

/**
 * Tells what Pollux has found in this process, and why it takes what it takes. All methods may be called from any thread.
 *
 * <pre>{@code
 * for (Finding finding : Diagnostics.backends()) {
 *     System.out.println(finding.name() + ": " + finding.reason());
 * }
 * }</pre>
 */
public abstract class Diagnostics {
    /** For the work alone. */
    protected Diagnostics() {}

    /**
     * The version of Pollux, and the commit that it was built from: what a report of a fault begins with.
     *
     * @return {@code 0.1.0 (commit 1234567890ab)}. A build without git says {@code (unknown commit)}
     */
    public static String version() {
        return Wiring.make(Diagnostics.class).findVersion();
    }

    /** {@return what became of each binding. Those that were not needed are tried now} */
    public static List<Finding> bindings() {
        return Wiring.make(Diagnostics.class).findBindings();
    }

    /** {@return what became of each backend: first the readiness ports', then the completion ports'} */
    public static List<Finding> backends() {
        return Wiring.make(Diagnostics.class).findBackends();
    }

    /** {@return as {@link #version()}} */
    protected abstract String findVersion();

    /** {@return as {@link #bindings()}} */
    protected abstract List<Finding> findBindings();

    /** {@return as {@link #backends()}} */
    protected abstract List<Finding> findBackends();
}
