package dev.pollux.internal.completion;

import java.net.InetSocketAddress;

/** A peer's address as the backend takes it, reusable: no object a datagram. */
public abstract class PeerAddress {

    /** @throws java.nio.channels.UnsupportedAddressTypeException if its socket can't send there */
    public abstract void set(InetSocketAddress address);

    /** Copies another, of any backend. */
    public abstract void set(PeerAddress other);

    /** {@return the address as an object, or null if there is none} */
    public abstract InetSocketAddress get();
}
