package dev.pollux.internal.iocp;

import dev.pollux.internal.completion.seam.PeerAddress;
import dev.pollux.windows.Family;
import dev.pollux.windows.NativeAddress;
import java.net.InetSocketAddress;

/** An address in Winsock's layout. */
final class IocpAddress extends PeerAddress {
    final NativeAddress address = new NativeAddress();
    final Family family;

    IocpAddress(Family family) {
        this.family = family;
    }

    @Override
    public void set(InetSocketAddress newAddress) {
        address.set(newAddress, family);
    }

    @Override
    public void set(PeerAddress other) {
        if (other instanceof IocpAddress its) {
            address.set(its.address);
        } else {
            set(other.get());
        }
    }

    @Override
    public InetSocketAddress get() {
        return (InetSocketAddress) address.get();
    }
}
