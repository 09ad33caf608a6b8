package dev.pollux.internal.emulated;

import dev.pollux.internal.completion.seam.PeerAddress;
import dev.pollux.internal.socket.Refusals;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** An address as readiness sockets take it, which is an object that they know again. */
final class EmulatedAddress extends PeerAddress {
    final boolean isIpv4; // its socket can't send to IPv6
    private InetSocketAddress address;

    EmulatedAddress(boolean isIpv4) {
        this.isIpv4 = isIpv4;
    }

    @Override
    public void set(InetSocketAddress newAddress) {
        if (newAddress.isUnresolved()) {
            throw Refusals.unresolved(newAddress);
        }
        if (isIpv4 && newAddress.getAddress() instanceof Inet6Address) {
            throw Refusals.unsupported("INET", newAddress);
        }
        address = newAddress;
    }

    @Override
    public void set(PeerAddress other) {
        address = other.get();
    }

    void put(InetSocketAddress sender) {
        address = sender;
    }

    @Override
    public InetSocketAddress get() {
        return address;
    }
}
