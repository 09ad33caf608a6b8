package dev.pollux.examples.server;

import dev.pollux.AcceptCallback;
import dev.pollux.Backend;
import dev.pollux.Dispatcher;
import dev.pollux.ErrorHandler;
import dev.pollux.StreamListener;
import dev.pollux.StreamSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A server's loops, each on its own thread, all on one address. Each has a listener of its own where the system can share
 * a port (SO_REUSEPORT); elsewhere the first accepts for all and deals the connections out in turn.
 */
public final class LoopGroup implements RunningLoops {
    private final List<Dispatcher> loops = new ArrayList<>();
    private final List<AcceptCallback> callbacks = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch ended;
    private final List<StreamListener> listeners = new ArrayList<>();
    private int nextLoop;
    private volatile Throwable failure;

    private LoopGroup(int threadCount) {
        ended = new CountDownLatch(threadCount);
    }

    /**
     * Opens the loops, listens, and runs them.
     *
     * @param address port 0 lets the system choose one
     * @param threadCount how many loops
     * @param backend null for the best
     * @param setup called once a loop
     * @return the running loops
     * @throws IOException if the address can't be had
     * @throws UnsupportedOperationException if the backend can't
     */
    public static LoopGroup start(InetSocketAddress address, int threadCount, Backend backend, LoopSetup setup)
            throws IOException {
        LoopGroup group = new LoopGroup(threadCount);
        try {
            for (int i = 0; i < threadCount; i++) {
                Dispatcher loop =
                        Dispatcher.builder().name("loop-" + i).backend(backend).open();
                group.loops.add(loop);
                group.callbacks.add(setup.setUp(loop));
            }
            group.listen(address);
            group.startThreads();
            return group;
        } catch (IOException | RuntimeException e) {
            group.close();
            throw e;
        }
    }

    private void listen(InetSocketAddress address) throws IOException {
        boolean shared = loops.size() > 1;
        for (int i = 0; i < loops.size() && (i == 0 || shared); i++) {
            StreamListener listener = loops.get(i).openListener();
            listeners.add(listener);
            shared = shared && sharePort(listener);
            listener.bind(i == 0 ? address : address(), StreamListener.MAX_BACKLOG);
            loops.get(i).listen(listener, shared || loops.size() == 1 ? callbacks.get(i) : this::deal);
        }
    }

    private static boolean sharePort(StreamListener listener) throws IOException {
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            return true;
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    /** Hands a connection to the next loop, on whose thread it then lives. */
    private void deal(StreamSocket socket) {
        int index = nextLoop;
        nextLoop = (nextLoop + 1) % loops.size();
        loops.get(index).execute(() -> {
            try {
                callbacks.get(index).onAccept(socket);
            } catch (Exception e) {
                ErrorHandler.CLOSE_AND_LOG.onError(socket, e);
            }
        });
    }

    private void startThreads() {
        for (Dispatcher loop : loops) {
            Thread thread = new Thread(() -> run(loop), "loop-" + threads.size());
            threads.add(thread);
            thread.start();
        }
    }

    private void run(Dispatcher loop) {
        try {
            loop.run();
        } catch (IOException | RuntimeException | Error e) {
            failure = e;
            stop(); // a server that answers on half of its loops helps nobody
        } finally {
            ended.countDown();
        }
    }

    @Override
    public InetSocketAddress address() throws IOException {
        return listeners.get(0).localInetAddress();
    }

    @Override
    public String describe() {
        return loops.get(0).describe();
    }

    @Override
    public Backend backend() {
        return loops.get(0).backend();
    }

    /** Has all loops end. */
    public void stop() {
        loops.forEach(Dispatcher::stop);
    }

    @Override
    public void await() throws IOException, InterruptedException {
        ended.await();
        if (failure != null) {
            throw new IOException("a loop failed: " + failure, failure);
        }
    }

    @Override
    public void close() {
        listeners.forEach(StreamListener::close);
        loops.forEach(Dispatcher::close);
    }
}
