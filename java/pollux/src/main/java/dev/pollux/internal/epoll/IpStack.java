package dev.pollux.internal.epoll;

import java.net.StandardProtocolFamily;

/**
 * Whether the JVM was told to do without IPv6, {@code java.net.preferIPv4Stack}. The JDK obeys, so its sockets do: a server on
 * ours is as closed to IPv6 then. Like the JDK, it is asked once. The direct floor takes the family that it is given.
 */
final class IpStack {
    static final boolean IS_IPV4_ONLY = Boolean.getBoolean("java.net.preferIPv4Stack");

    private IpStack() {}

    static void check(StandardProtocolFamily family) {
        if (IS_IPV4_ONLY && family == StandardProtocolFamily.INET6) {
            throw new UnsupportedOperationException(
                    "no socket of family INET6: java.net.preferIPv4Stack is set, which leaves IPv4 only");
        }
    }
}
