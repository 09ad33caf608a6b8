package dev.pollux.internal.readiness;

import dev.pollux.LoopTimer;
import dev.pollux.internal.text.Durations;
import dev.pollux.readiness.ConnectCallback;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.ReadinessPort;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Waits for a connect to end or its time to be up, and tells how. */
public final class Connector implements ReadinessCallback {
    static {
        Durations.text(0); // loaded now: where connects time out there may be no descriptor left to load it by
    }

    // Made in time: where a connect fails there may be no memory left for an exception.
    private static final IOException FAILED =
            new IOException("the connect has failed, and there is no memory to say why");
    private static final SocketTimeoutException TIMED_OUT =
            new SocketTimeoutException("connect: no answer in time, and there is no memory to say more");
    private static final ClosedChannelException CLOSED = new ClosedChannelException();

    private final ReadinessLoop dispatcher;
    private final long timeoutNanos; // negative for none but the system's
    private final ConnectCallback callback;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile LoopTimer timeout;

    // Of those whose port closes; its thread's own.
    private StreamSocket claimedSocket;
    private Connector claimedNext;

    private Connector(ReadinessLoop dispatcher, long timeoutNanos, ConnectCallback callback) {
        this.dispatcher = dispatcher;
        this.timeoutNanos = timeoutNanos;
        this.callback = callback;
    }

    static void connect(
            ReadinessLoop dispatcher,
            ReadinessPort port,
            SocketAddress remote,
            long timeoutNanos,
            ConnectCallback callback)
            throws IOException {
        Connector connector = new Connector(dispatcher, timeoutNanos, callback);
        StreamSocket socket;
        try {
            socket = port.connect(remote);
        } catch (IOException refused) {
            // At once: told like a later refusal, and not within this call.
            try {
                dispatcher.execute(() -> connector.tell(null, refused));
            } catch (RejectedExecutionException e) {
                throw closed(e);
            }
            return;
        }
        try {
            dispatcher.register(socket, Interest.WRITE, connector);
            if (timeoutNanos >= 0) {
                connector.schedule(socket, remote);
            }
        } catch (Throwable e) {
            if (e instanceof ClosedChannelException && !socket.isOpen()) {
                return; // whoever has closed it tells: the loop, say, of a connect that has failed already
            }
            if (connector.claims()) { // else the callback was told meanwhile, of a success or of the port's end
                socket.close();
                if (e instanceof RejectedExecutionException) { // by the timer of a loop that is being closed
                    throw closed(e);
                }
                throw e;
            }
        }
    }

    private static ClosedChannelException closed(Throwable cause) {
        ClosedChannelException closed = new ClosedChannelException();
        closed.initCause(cause);
        return closed;
    }

    /**
     * True for the first who asks, who tells the callback: the loop, of the connection or of a failure, its timer, the thread
     * that closes the port, or the one that connects, by an exception.
     */
    public boolean claims() {
        return told.compareAndSet(false, true);
    }

    /** The loop may have told already, on its own thread. */
    private void schedule(StreamSocket socket, SocketAddress remote) {
        LoopTimer timer = dispatcher.timer(() -> expired(socket, remote));
        timeout = timer;
        timer.schedule(timeoutNanos);
        if (told.get()) {
            timer.cancel();
        }
    }

    private void expired(StreamSocket socket, SocketAddress remote) {
        if (!claims()) {
            return;
        }
        try {
            socket.close();
        } finally {
            tell(socket, timedOut(remote));
        }
    }

    private SocketTimeoutException timedOut(SocketAddress remote) {
        try {
            return new SocketTimeoutException(
                    "connect to " + remote + ": no answer in " + Durations.text(timeoutNanos));
        } catch (Throwable e) {
            return TIMED_OUT;
        }
    }

    @Override
    public void onReady(Registration registration, Readiness readiness) throws Exception {
        StreamSocket socket = (StreamSocket) registration.source();
        IOException failure = null;
        try {
            if (!socket.finishConnect()) {
                return;
            }
        } catch (IOException e) {
            failure = e;
        } catch (Throwable e) { // no memory for an exception, say: whoever connects is told nevertheless
            failure = failed(e);
        }
        if (!claims()) {
            return;
        }
        try {
            end(registration, failure == null ? null : socket);
        } finally { // whatever that throws: nobody else tells any more
            tellReady(socket, failure);
        }
    }

    private static IOException failed(Throwable cause) {
        try {
            return new IOException("the connect has failed: " + cause, cause);
        } catch (Throwable e) {
            return FAILED;
        }
    }

    private void end(Registration registration, StreamSocket failed) {
        try {
            cancelTimeout();
        } finally {
            try {
                registration.close();
            } finally {
                if (failed != null) {
                    failed.close();
                }
            }
        }
    }

    private void tellReady(StreamSocket socket, IOException failure) throws Exception {
        try {
            callback.onConnect(socket, failure);
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    private void cancelTimeout() {
        LoopTimer pending = timeout;
        if (pending != null) {
            pending.cancel();
        }
    }

    /** After {@link #claims}, by the port that closes: notes it before the others of which that is true. Returns itself. */
    public Connector claimedBefore(Connector next, StreamSocket socket) {
        claimedNext = next;
        claimedSocket = socket;
        return this;
    }

    public Connector claimedNext() {
        return claimedNext;
    }

    /**
     * On the thread that closes the port, after {@link #claimedBefore}.
     *
     * @param cause why, if the loop died, or null
     */
    public void portClosed(Throwable cause) {
        StreamSocket socket = claimedSocket;
        try {
            try {
                cancelTimeout();
            } finally {
                socket.close();
            }
        } finally {
            tell(socket, portIsClosed(cause));
        }
    }

    private static ClosedChannelException portIsClosed(Throwable cause) {
        try {
            return closed(cause);
        } catch (Throwable e) {
            return CLOSED;
        }
    }

    private void tell(StreamSocket socket, IOException failure) {
        try {
            callback.onConnect(socket, failure);
        } catch (Throwable e) {
            dispatcher.report(null, e);
        }
    }
}
