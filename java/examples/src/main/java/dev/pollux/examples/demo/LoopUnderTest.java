package dev.pollux.examples.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/** A running loop with an echo server: on Pollux, or on a Selector. {@link #execute} is called from any thread. */
abstract class LoopUnderTest implements Executor, AutoCloseable {
    static final int BUFFER_BYTES = 4096;
    static final int BACKLOG = 4096; // the system's own limit, net.core.somaxconn

    /** Shared by all connections. The loop's own. */
    final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    /** Whether each reply waits until its socket tells that it is writable, as after a write that did not fit. */
    volatile boolean repliesWhenWritable;

    /** Those that are open. Changed on the loop's thread. */
    volatile int connections;

    /** A timer that is used again and again, on the loop's thread. */
    interface Alarm {
        void schedule(long delayNanos);
    }

    static LoopUnderTest start(ServerUnderTest.Layer layer) throws IOException {
        return switch (layer) {
            case POLLUX -> new PolluxUnderTest();
            case COMPLETION -> new CompletionUnderTest();
            case SELECTOR -> new SelectorUnderTest();
        };
    }

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    abstract InetSocketAddress address() throws IOException;

    abstract String description();

    abstract Alarm alarm(Runnable task);

    @Override
    public abstract void close();
}
