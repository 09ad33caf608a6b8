package dev.pollux.examples.server;

import dev.pollux.Backend;
import dev.pollux.completion.CompletionAcceptCallback;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CountDownLatch;

/**
 * A server's threads, all of which poll one completion port: the system hands each completion to one of them, and so deals
 * out the work by itself. Where epoll has a loop a thread, this is what a completion port is made for.
 */
public final class PortThreads implements RunningLoops {
    private static final long FOREVER = -1;

    private final CompletionPort port;
    private final CompletionListener listener;
    private final CountDownLatch ended;
    private volatile Throwable failure;

    private PortThreads(CompletionPort port, CompletionListener listener, int threadCount) {
        this.port = port;
        this.listener = listener;
        ended = new CountDownLatch(threadCount);
    }

    /**
     * Opens the port, listens, and starts the threads.
     *
     * @param address port 0 lets the system choose one
     * @param threadCount how many threads poll, and as many may run at once
     * @param backend null for the best
     * @param callback takes the connections, on any of the threads
     * @return the running threads
     * @throws IOException if the address is not available
     * @throws UnsupportedOperationException if the backend is not available
     */
    public static PortThreads start(
            InetSocketAddress address, int threadCount, Backend backend, CompletionAcceptCallback callback)
            throws IOException {
        CompletionPort port = CompletionPort.builder()
                .backend(backend)
                .concurrency(threadCount)
                .open();
        try {
            PortThreads threads = new PortThreads(port, port.listen(address, callback), threadCount);
            for (int i = 0; i < threadCount; i++) {
                new Thread(threads::run, "port-" + i).start();
            }
            return threads;
        } catch (IOException | RuntimeException e) {
            port.close();
            throw e;
        }
    }

    private void run() {
        try {
            while (port.isOpen()) {
                port.poll(FOREVER);
            }
        } catch (ClosedChannelException e) {
            // So it is to end.
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            port.close(); // a server that has lost one of its threads helps nobody
        } finally {
            ended.countDown();
        }
    }

    @Override
    public InetSocketAddress address() throws IOException {
        return listener.localAddress();
    }

    @Override
    public Backend backend() {
        return port.backend();
    }

    @Override
    public String describe() {
        return port.describe();
    }

    /** {@return how many operations are pending: one a connection, and the listener's} */
    public int pendingOperations() {
        return port.pendingOperations();
    }

    @Override
    public void await() throws IOException, InterruptedException {
        ended.await();
        if (failure != null) {
            throw new IOException("a thread failed: " + failure, failure);
        }
    }

    @Override
    public void close() {
        port.close();
    }
}
