package dev.pollux.benchmarks;

/** Which JVM this is. */
public final class Jvm {
    /** The name of the fact that tells it. A suite whose servers are on another JVM tells theirs in its place. */
    public static final String FACT = "JDK";

    private Jvm() {}

    /** {@return who made it, and its version} */
    public static String describe() {
        return System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version") + ", "
                + System.getProperty("java.vm.name");
    }
}
