package dev.pollux.internal.completion.seam;

import java.net.InetSocketAddress;
import java.util.function.Supplier;

/** A peer's address as the backend takes it, reusable: no object a datagram. */
public abstract class PeerAddress implements Supplier<InetSocketAddress> {

    /** @throws java.nio.channels.UnsupportedAddressTypeException if its socket can't send there */
    public abstract void set(InetSocketAddress address);

    /** Copies another, of any backend. */
    public abstract void set(PeerAddress other);

    /** {@return the address as an object, or null if there is none} */
    @Override
    public abstract InetSocketAddress get();
}
