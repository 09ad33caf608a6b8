package dev.pollux;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * An address at which no stream socket listens, nor can: one that does not listen holds it. A port that was only
 * free a moment ago may be anybody's by the time it is asked for a connection; given to the asker itself, as its own port,
 * it even connects, to itself.
 */
public final class VacantAddress implements AutoCloseable {
    private final Socket holder = new Socket();
    private final InetSocketAddress address;

    public VacantAddress() throws IOException {
        this(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    public VacantAddress(InetAddress host) throws IOException {
        holder.bind(new InetSocketAddress(host, 0));
        address = (InetSocketAddress) holder.getLocalSocketAddress();
    }

    /** {@return the address} */
    public InetSocketAddress address() {
        return address;
    }

    /** From now on whoever comes may listen there. */
    public void release() throws IOException {
        holder.close();
    }

    @Override
    public void close() throws IOException {
        release();
    }
}
