package dev.pollux.benchmarks.servers.child;

/** Where a server on a completion port has what it reads. */
public enum Reads {
    /** In a buffer that each connection has, also while it waits. */
    OWN_BUFFERS,
    /** In a buffer that is taken when data is there: a read without room waits for that. */
    NO_ROOM,
    /** In a buffer of the port's, which a stream lends. It is given back when it is written. */
    LENT;

    /** The property of a server's JVM that tells it. */
    public static final String PROPERTY = "pollux.benchmarks.reads";

    static Reads chosen() {
        return valueOf(System.getProperty(PROPERTY, LENT.name()));
    }
}
