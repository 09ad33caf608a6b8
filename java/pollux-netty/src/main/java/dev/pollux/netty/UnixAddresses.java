package dev.pollux.netty;

import dev.pollux.linux.UnixAddress;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/** Netty's addresses of Unix sockets as Pollux has them, and back. A name whose first character is a zero is abstract. */
final class UnixAddresses {
    private static final String ABSTRACT = "\0";

    private UnixAddresses() {}

    static SocketAddress toPollux(SocketAddress address) {
        if (!(address instanceof DomainSocketAddress unix)) {
            return address; // of the JDK, or Pollux's own
        }
        String path = unix.path();
        if (path.isEmpty()) {
            return UnixAddress.UNNAMED;
        }
        return path.startsWith(ABSTRACT)
                ? UnixAddress.ofAbstract(path.substring(ABSTRACT.length()))
                : UnixAddress.of(path.getBytes(StandardCharsets.UTF_8));
    }

    static DomainSocketAddress toNetty(SocketAddress address) {
        if (address == null || address instanceof DomainSocketAddress) {
            return (DomainSocketAddress) address;
        }
        if (address instanceof UnixAddress unix) {
            return new DomainSocketAddress((unix.isAbstract() ? ABSTRACT : "") + unix.name());
        }
        return new DomainSocketAddress(address.toString());
    }
}
