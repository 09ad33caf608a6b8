package dev.pollux.netty;

import static dev.pollux.linux.LinuxSocketOptions.IP_BIND_ADDRESS_NO_PORT;
import static dev.pollux.linux.LinuxSocketOptions.IP_FREEBIND;
import static dev.pollux.linux.LinuxSocketOptions.IP_MULTICAST_ALL;
import static dev.pollux.linux.LinuxSocketOptions.IP_TRANSPARENT;
import static dev.pollux.linux.LinuxSocketOptions.SO_BUSY_POLL;
import static dev.pollux.linux.LinuxSocketOptions.TCP_CORK;
import static dev.pollux.linux.LinuxSocketOptions.TCP_DEFER_ACCEPT;
import static dev.pollux.linux.LinuxSocketOptions.TCP_KEEPCNT;
import static dev.pollux.linux.LinuxSocketOptions.TCP_KEEPIDLE;
import static dev.pollux.linux.LinuxSocketOptions.TCP_KEEPINTVL;
import static dev.pollux.linux.LinuxSocketOptions.TCP_NOTSENT_LOWAT;
import static dev.pollux.linux.LinuxSocketOptions.TCP_QUICKACK;
import static dev.pollux.linux.LinuxSocketOptions.TCP_USER_TIMEOUT;

import dev.pollux.linux.LinuxSocketOption;
import dev.pollux.netty.internal.socket.ChannelSockets;
import dev.pollux.windows.WindowsSocketOptions;
import io.netty.channel.ChannelOption;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pollux's socket option for each of Netty's, by name: Netty's transports have names of their own for one thing. */
final class SocketOptionTable {
    private static final String OURS = PolluxChannelOption.class.getName();
    private static final String NETTYS = "io.netty.channel.";
    private static final char BEFORE_NAME = '#'; // after the class that the option belongs to

    private static final Map<String, SocketOption<?>> KNOWN = (ChannelSockets.IS_WINDOWS ? ofWindows() : ofLinux())
            .collect(Collectors.toUnmodifiableMap(SocketOption::name, Function.identity()));

    private static final Map<ChannelOption<?>, SocketOption<?>> FOUND = new ConcurrentHashMap<>();

    private SocketOptionTable() {}

    private static Stream<SocketOption<?>> ofLinux() {
        return Stream.of(
                StandardSocketOptions.SO_BROADCAST,
                StandardSocketOptions.SO_RCVBUF,
                StandardSocketOptions.SO_SNDBUF,
                StandardSocketOptions.SO_KEEPALIVE,
                StandardSocketOptions.SO_REUSEADDR,
                StandardSocketOptions.SO_REUSEPORT,
                StandardSocketOptions.SO_LINGER,
                StandardSocketOptions.IP_TOS,
                StandardSocketOptions.TCP_NODELAY,
                SO_BUSY_POLL,
                TCP_CORK,
                TCP_NOTSENT_LOWAT,
                TCP_KEEPIDLE,
                TCP_KEEPINTVL,
                TCP_KEEPCNT,
                TCP_USER_TIMEOUT,
                TCP_QUICKACK,
                TCP_DEFER_ACCEPT,
                IP_FREEBIND,
                IP_TRANSPARENT,
                IP_BIND_ADDRESS_NO_PORT,
                IP_MULTICAST_ALL);
    }

    /** What else Netty's programs set is not known there, as with Netty's own transport. */
    private static Stream<SocketOption<?>> ofWindows() {
        return Stream.of(
                StandardSocketOptions.SO_BROADCAST,
                StandardSocketOptions.SO_RCVBUF,
                StandardSocketOptions.SO_SNDBUF,
                StandardSocketOptions.SO_KEEPALIVE,
                StandardSocketOptions.SO_REUSEADDR,
                StandardSocketOptions.SO_LINGER,
                StandardSocketOptions.TCP_NODELAY,
                WindowsSocketOptions.TCP_KEEPIDLE,
                WindowsSocketOptions.TCP_KEEPINTVL,
                WindowsSocketOptions.TCP_KEEPCNT);
    }

    /** {@return Pollux's option, or null if it has none of that name} */
    static SocketOption<?> find(ChannelOption<?> option) {
        SocketOption<?> found = FOUND.get(option);
        if (found == null) {
            found = KNOWN.get(nameOf(option));
            if (found != null) {
                FOUND.putIfAbsent(option, found);
            }
        }
        return found;
    }

    /** {@return the name without the class that it belongs to} Empty if that is neither Netty's nor ours. */
    static String nameOf(ChannelOption<?> option) {
        String name = option.name();
        int owner = name.indexOf(BEFORE_NAME);
        if (owner >= 0 && !name.startsWith(OURS) && !name.startsWith(NETTYS)) {
            return ""; // somebody's own, that only happens to have the name
        }
        return name.substring(owner + 1);
    }

    static <T> ChannelOption<T> add(SocketOption<T> option) {
        String name = option instanceof LinuxSocketOption<T> linux
                ? linux.name() + "/" + linux.level() + "/" + linux.number()
                : option.name();
        ChannelOption<T> made = ChannelOption.valueOf(SocketOptionTable.class, name);
        FOUND.put(made, option);
        return made;
    }

    /** {@return a value of Netty's as Pollux's option has it} Netty has unsigned numbers in a long. */
    static Object toPollux(SocketOption<?> option, Object value) {
        return value instanceof Long number && option.type() == Integer.class ? (Object) number.intValue() : value;
    }

    /** {@return a value of Pollux's as Netty's option has it} */
    static Object toNetty(SocketOption<?> option, Object value) {
        return option == TCP_NOTSENT_LOWAT ? (Object) Integer.toUnsignedLong((Integer) value) : value;
    }
}
