package dev.pollux.examples.server;

import dev.pollux.Backend;

/**
 * What a server is to run on.
 *
 * @param mode which kind of program
 * @param backend a backend of this kind, or null for the best
 */
public record Target(Mode mode, Backend backend) {
    /** The best of those that tell readiness. */
    public static final Target READINESS = new Target(Mode.READINESS, null);

    /** The best of those that tell completion. */
    public static final Target COMPLETION = new Target(Mode.COMPLETION, null);

    /** Checks that the two agree. */
    public Target {
        if (backend != null && Mode.of(backend) != mode) {
            throw new IllegalArgumentException("backend " + backend + " is not of mode " + mode);
        }
    }

    /** {@return one on a certain backend} */
    public static Target on(Backend backend) {
        return new Target(Mode.of(backend), backend);
    }
}
