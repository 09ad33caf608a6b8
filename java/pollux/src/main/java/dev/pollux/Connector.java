package dev.pollux;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;

/** Waits for a connect to end or its time to be up, and tells how. */
final class Connector implements ReadinessCallback {
    private final Dispatcher dispatcher;
    private final long timeoutNanos; // negative for none but the system's
    private final ConnectCallback callback;
    private volatile Timer timeout;
    private volatile boolean told;

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
            dispatcher.execute(() -> connector.tell(null, refused));
            return;
        }
        try {
            Registration registration = dispatcher.register(socket, Interest.WRITE, connector);
            if (timeoutNanos >= 0) {
                connector.schedule(registration, remote);
            }
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** The loop may have told already, on its own thread. */
    private void schedule(Registration registration, SocketAddress remote) {
        Timer timer = dispatcher.timer(() -> expired(registration, remote));
        timeout = timer;
        timer.schedule(timeoutNanos);
        if (told) {
            timer.cancel();
        }
    }

    /** On the loop's thread, as {@link #onReady}: whichever comes first closes the registration. */
    private void expired(Registration registration, SocketAddress remote) {
        if (told || !registration.isOpen()) {
            return;
        }
        StreamSocket socket = (StreamSocket) registration.source();
        told = true;
        socket.close();
        tell(
                socket,
                new SocketTimeoutException("connect to " + remote + ": no answer in " + timeoutNanos + " nanoseconds"));
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
        }
        told = true;
        Timer pending = timeout;
        if (pending != null) {
            pending.cancel();
        }
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

    void dispatcherClosed(StreamSocket socket) {
        tell(socket, new ClosedChannelException());
    }

    private void tell(StreamSocket socket, IOException failure) {
        try {
            callback.onConnect(socket, failure);
        } catch (Throwable e) {
            dispatcher.report(null, e);
        }
    }
}
