package dev.pollux.examples.server;

import dev.pollux.Backend;
import dev.pollux.completion.CompletionAcceptCallback;
import dev.pollux.completion.CompletionDispatcher;
import dev.pollux.completion.CompletionListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** A server on loops of completion ports, a port each, all on one address: what {@link LoopGroup} is for readiness. */
public final class CompletionLoops implements RunningLoops {
    private final List<CompletionDispatcher> loops = new ArrayList<>();
    private final List<CompletionListener> listeners = new ArrayList<>();

    private CompletionLoops() {}

    /**
     * Opens the loops, listens, and runs them.
     *
     * @param address port 0 lets the system choose one
     * @param threadCount how many loops. For more than one the system has to have SO_REUSEPORT
     * @param backend null for the best
     * @param setup called once a loop
     * @return the running loops
     * @throws IOException if the address is not available
     * @throws UnsupportedOperationException if the backend can't
     */
    public static CompletionLoops start(
            InetSocketAddress address, int threadCount, Backend backend, CompletionSetup setup) throws IOException {
        CompletionLoops server = new CompletionLoops();
        try {
            InetSocketAddress next = address;
            for (int i = 0; i < threadCount; i++) {
                server.open(next, threadCount > 1, backend, setup);
                next = server.address(); // with the port that the system chose
            }
            server.run();
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void open(InetSocketAddress address, boolean isShared, Backend backend, CompletionSetup setup)
            throws IOException {
        CompletionDispatcher loop = CompletionDispatcher.builder()
                .name("completions-" + loops.size())
                .backend(backend)
                .open();
        loops.add(loop);
        CompletionAcceptCallback callback = setup.setUp(loop);
        CompletionListener listener = loop.port().openListener();
        listeners.add(listener);
        if (isShared) {
            listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        listener.bind(address, CompletionListener.MAX_BACKLOG);
        listener.acceptStream((stream, socket) -> callback.onAccept(socket)).submit();
    }

    private void run() {
        for (CompletionDispatcher loop : loops) {
            new Thread(() -> run(loop), "completions-" + loops.indexOf(loop)).start();
        }
    }

    private void run(CompletionDispatcher loop) {
        try {
            loop.run();
        } catch (IOException | RuntimeException | Error e) {
            // await() tells of it.
        } finally {
            close(); // a server that has lost one of its loops helps nobody
        }
    }

    @Override
    public InetSocketAddress address() throws IOException {
        return listeners.get(0).localAddress();
    }

    @Override
    public String describe() {
        return loops.get(0).describe();
    }

    @Override
    public Backend backend() {
        return loops.get(0).backend();
    }

    @Override
    public void await() throws IOException, InterruptedException {
        for (CompletionDispatcher loop : loops) {
            try {
                loop.awaitClosed(Long.MAX_VALUE);
            } catch (ExecutionException e) {
                throw new IOException("a loop failed: " + e.getCause(), e.getCause());
            }
        }
    }

    @Override
    public void close() {
        for (CompletionDispatcher loop : loops) {
            loop.close();
        }
    }
}
