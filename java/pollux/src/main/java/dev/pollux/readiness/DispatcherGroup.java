package dev.pollux.readiness;

import dev.pollux.Backend;
import dev.pollux.internal.wiring.Wiring;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;

/**
 * Several loops, each a {@link ReadinessDispatcher} with a thread of its own: what a server has that needs more than
 * one processor. A connection lives on one of them. {@link #listen} spreads them.
 *
 * <p>When one loop dies, all are closed, because a server that answers on half of its loops helps nobody. {@link
 * #await} tells the cause. All methods may be called from any thread.
 *
 * <pre>{@code
 * try (DispatcherGroup group = DispatcherGroup.builder(4).open()) {
 *     group.listen(new InetSocketAddress(8080), Spread.AUTO, loop -> {
 *         ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024); // one a loop
 *         return socket -> serve(loop, socket, buffer);
 *     });
 *     group.start();
 *     group.await();
 * }
 * }</pre>
 */
public interface DispatcherGroup extends AutoCloseable {
    /** The most loops that a group can have: each has a thread and descriptors. */
    int MAX_LOOPS = 1024;

    /**
     * {@return a builder of a group}
     *
     * @param loopCount how many loops, 1 to {@link #MAX_LOOPS}. The number of processors is a good one for loops that never
     *     block
     */
    static DispatcherGroupBuilder builder(int loopCount) {
        return Wiring.make(DispatcherGroupBuilder.class).loops(loopCount);
    }

    /**
     * Starts the threads. If one can't be started, or the thread factory fails, the group is closed.
     *
     * @return this
     * @throws IllegalStateException if they were started, or the group is closed
     * @throws NullPointerException if the thread factory returns null
     */
    DispatcherGroup start();

    /** {@return the loops, in order} */
    List<ReadinessDispatcher> loops();

    /** {@return one of the loops, each in turn} */
    ReadinessDispatcher next();

    /**
     * Listens on an address and spreads the connections over the loops.
     *
     * @param address the local address, of TCP or of a Unix socket. Port 0 lets the system choose one
     * @param spread how
     * @param setup makes what takes each loop's connections
     * @return the listener. Closing it ends the accepting
     * @throws java.net.BindException if the address is in use or not this machine's
     * @throws UnsupportedOperationException if the system or the backend can't spread so
     * @throws IOException if the system refuses for another reason
     */
    GroupListener listen(SocketAddress address, Spread spread, AcceptSetup setup) throws IOException;

    /** {@return the backend that the loops run on} */
    Backend backend();

    /** {@return in one line how many loops there are, what they run on, and why, and which version of Pollux it is} */
    String describe();

    /**
     * Waits until all loops have ended.
     *
     * @throws IOException if one has died, with what it died of
     * @throws InterruptedException if the thread is interrupted
     */
    void await() throws IOException, InterruptedException;

    /**
     * Waits until all loops have ended.
     *
     * @param timeoutNanos how long at most
     * @return false if the time was up before
     * @throws IOException if one has died, with what it died of
     * @throws InterruptedException if the thread is interrupted
     */
    boolean await(long timeoutNanos) throws IOException, InterruptedException;

    /**
     * Closes all loops, as {@link ReadinessDispatcher#close()}, and waits for them. Called on one of their threads, it has them close
     * and does not wait. A second call does nothing.
     */
    @Override
    void close();
}
