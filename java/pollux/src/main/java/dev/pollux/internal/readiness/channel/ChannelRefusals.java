package dev.pollux.internal.readiness.channel;

import dev.pollux.internal.socket.Refusals;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;

/** Says which address a JDK channel does not take, and why: the channel's own exception has no word for it. */
final class ChannelRefusals {
    private ChannelRefusals() {}

    /** {@return the same exception with a message, or another one as it is} */
    static RuntimeException of(IllegalArgumentException refusal, NetworkChannel channel, SocketAddress address) {
        IllegalArgumentException told = refusal;
        if (refusal instanceof UnresolvedAddressException) {
            told = Refusals.unresolved(address);
        } else if (refusal instanceof UnsupportedAddressTypeException) {
            told = Refusals.unsupported(familyOf(channel), address);
        }
        if (told != refusal) {
            told.initCause(refusal);
        }
        return told;
    }

    /** Where the JDK has IPv6 its sockets take every IP address, so one that refuses any is of IPv4. */
    private static String familyOf(NetworkChannel channel) {
        return channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEADDR) ? "INET" : "UNIX";
    }
}
