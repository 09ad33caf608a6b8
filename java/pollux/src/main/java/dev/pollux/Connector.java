package dev.pollux;

import dev.pollux.binding.Durations;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Waits for a connect to end or its time to be up, and tells how. */
final class Connector implements ReadinessCallback {
    static {
        Durations.text(0); // loaded now: where connects time out there may be no descriptor left to load it by
    }

    private final Dispatcher dispatcher;
    private final long timeoutNanos; // negative for none but the system's
    private final ConnectCallback callback;
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile Timer timeout;

    private Connector(Dispatcher dispatcher, long timeoutNanos, ConnectCallback callback) {
        this.dispatcher = dispatcher;
        this.timeoutNanos = timeoutNanos;
        this.callback = callback;
    }

    static void connect(
            Dispatcher dispatcher,
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
                ClosedChannelException closed = new ClosedChannelException();
                closed.initCause(e);
                throw closed;
            }
            return;
        }
        try {
            dispatcher.register(socket, Interest.WRITE, connector);
            if (timeoutNanos >= 0) {
                connector.schedule(socket, remote);
            }
        } catch (Throwable e) {
            if (e instanceof ClosedChannelException && port.isOpen()) {
                return; // the connect has failed already, which closes the socket: the loop is about to tell
            }
            if (connector.claims()) { // else the callback was told meanwhile, of a success or of the port's end
                socket.close();
                throw e;
            }
        }
    }

    /**
     * True for the first who asks, who tells the callback: the loop, of the connection or of a failure, its timer, the thread
     * that closes the port, or the one that connects, by an exception.
     */
    private boolean claims() {
        return told.compareAndSet(false, true);
    }

    /** The loop may have told already, on its own thread. */
    private void schedule(StreamSocket socket, SocketAddress remote) {
        Timer timer = dispatcher.timer(() -> expired(socket, remote));
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
        socket.close();
        tell(
                socket,
                new SocketTimeoutException("connect to " + remote + ": no answer in " + Durations.text(timeoutNanos)));
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
            failure = new IOException("the connect has failed: " + e, e);
        }
        if (!claims()) {
            return;
        }
        cancelTimeout();
        registration.close();
        if (failure != null) {
            socket.close();
        }
        try {
            callback.onConnect(socket, failure);
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    private void cancelTimeout() {
        Timer pending = timeout;
        if (pending != null) {
            pending.cancel();
        }
    }

    /**
     * On the thread that closes the port.
     *
     * @param cause why, if the loop died; else null
     */
    void portClosed(StreamSocket socket, Throwable cause) {
        if (claims()) {
            cancelTimeout();
            socket.close();
            ClosedChannelException closed = new ClosedChannelException();
            closed.initCause(cause);
            tell(socket, closed);
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
