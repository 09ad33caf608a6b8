package dev.pollux.internal.socket;

/**
 * Whether the JVM was told to do without IPv6, {@code java.net.preferIPv4Stack}. The JDK obeys, so its sockets do: a server on
 * ours is as closed to IPv6 then. Like the JDK, it is asked once.
 */
public final class IpStack {
    /** True if it was. */
    public static final boolean IS_IPV4_ONLY = Boolean.getBoolean("java.net.preferIPv4Stack");

    private IpStack() {}
}
