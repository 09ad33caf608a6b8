package dev.pollux.internal.socket;

import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Objects;

/** Which values an option can have, whatever system it is set by, and whatever state the socket is in. */
public final class OptionRange {
    private OptionRange() {}

    /** Systems take some of what is out of range in silence: as 0, or as the largest that there is. */
    public static void check(SocketOption<?> option, Object value) {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(value, "value");
        if (option == StandardSocketOptions.SO_RCVBUF || option == StandardSocketOptions.SO_SNDBUF) {
            check(option, (Integer) value, Integer.MAX_VALUE);
        } else if (option == StandardSocketOptions.IP_TOS || option == StandardSocketOptions.IP_MULTICAST_TTL) {
            check(option, (Integer) value, 0xFF);
        }
    }

    private static void check(SocketOption<?> option, int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(option.name() + " of " + value + " is not within 0 and " + max);
        }
    }
}
