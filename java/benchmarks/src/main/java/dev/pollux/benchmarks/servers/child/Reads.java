package dev.pollux.benchmarks.servers.child;

/** Where a server on a completion port has what it reads. */
public enum Reads {
    /** In a buffer that each connection has, also while it waits. */
    OWN_BUFFERS,
    /** In a buffer that is taken when data is there: a read without room waits for that. */
    NO_ROOM;

    /** The property of a server's JVM that tells it. */
    public static final String PROPERTY = "pollux.benchmarks.reads";

    static Reads chosen() {
        return valueOf(System.getProperty(PROPERTY, OWN_BUFFERS.name()));
    }
}
