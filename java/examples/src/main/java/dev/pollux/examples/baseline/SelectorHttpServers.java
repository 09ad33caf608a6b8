package dev.pollux.examples.baseline;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Several of {@link SelectorHttpServer} on one address, over which the system spreads the connections. */
public final class SelectorHttpServers implements AutoCloseable {
    private final List<SelectorHttpServer> servers = new ArrayList<>();

    private SelectorHttpServers() {}

    /**
     * Starts them.
     *
     * @param address port 0 lets the system choose one
     * @param count how many, each with a thread of its own
     * @return the running servers
     * @throws UnsupportedOperationException for more than one, where the system has no SO_REUSEPORT
     * @throws IOException if the address is not available
     */
    public static SelectorHttpServers start(InetSocketAddress address, int count) throws IOException {
        SelectorHttpServers all = new SelectorHttpServers();
        try {
            all.servers.add(SelectorHttpServer.start(address, count > 1));
            while (all.servers.size() < count) {
                all.servers.add(SelectorHttpServer.start(all.address(), true));
            }
            return all;
        } catch (IOException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    /** {@return the address that they listen on} */
    public InetSocketAddress address() throws IOException {
        return servers.get(0).address();
    }

    @Override
    public void close() {
        servers.forEach(SelectorHttpServer::close);
    }
}
