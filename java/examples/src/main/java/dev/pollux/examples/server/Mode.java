package dev.pollux.examples.server;

import dev.pollux.Backend;

/** Which of the two kinds of program a server is. */
public enum Mode {
    /** It is told when it can read and write. */
    READINESS,
    /** It is told when its reads and writes are done. */
    COMPLETION;

    /** {@return the kind of the programs that run on a backend} */
    public static Mode of(Backend backend) {
        return backend.isOfCompletion() ? COMPLETION : READINESS;
    }

    /** {@return the name, as the command line has it} */
    @Override
    public String toString() {
        return this == READINESS ? "readiness" : "completion";
    }
}
