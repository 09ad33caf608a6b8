package dev.pollux.examples.server;

import dev.pollux.Backend;
import dev.pollux.readiness.AcceptSetup;
import dev.pollux.readiness.DispatcherGroup;
import dev.pollux.readiness.GroupListener;
import dev.pollux.readiness.Spread;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A server on a group of loops, all on one address. */
public final class LoopGroup implements RunningLoops {
    private final DispatcherGroup group;
    private final GroupListener listener;

    private LoopGroup(DispatcherGroup group, GroupListener listener) {
        this.group = group;
        this.listener = listener;
    }

    /**
     * Opens the loops, listens, and runs them.
     *
     * @param address port 0 lets the system choose one
     * @param threadCount how many loops
     * @param backend null for the best
     * @param setup called once a loop
     * @return the running loops
     * @throws IOException if the address is not available
     * @throws UnsupportedOperationException if the backend can't
     */
    public static LoopGroup start(InetSocketAddress address, int threadCount, Backend backend, AcceptSetup setup)
            throws IOException {
        DispatcherGroup group = DispatcherGroup.builder(threadCount)
                .settings(loop -> loop.backend(backend))
                .open();
        try {
            LoopGroup server = new LoopGroup(group, group.listen(address, Spread.AUTO, setup));
            group.start();
            return server;
        } catch (IOException | RuntimeException e) {
            group.close();
            throw e;
        }
    }

    @Override
    public InetSocketAddress address() throws IOException {
        return listener.localInetAddress();
    }

    @Override
    public String describe() {
        return group.describe();
    }

    @Override
    public Backend backend() {
        return group.backend();
    }

    @Override
    public void await() throws IOException, InterruptedException {
        group.await();
    }

    @Override
    public void close() {
        group.close();
    }
}
