package dev.pollux;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;

/** Waits for a connect to end, and tells how. */
final class Connector implements ReadinessCallback {
    private final Dispatcher dispatcher;
    private final ConnectCallback callback;

    private Connector(Dispatcher dispatcher, ConnectCallback callback) {
        this.dispatcher = dispatcher;
        this.callback = callback;
    }

    static void connect(Dispatcher dispatcher, ReadinessPort port, InetSocketAddress remote, ConnectCallback callback)
            throws IOException {
        Connector connector = new Connector(dispatcher, callback);
        StreamSocket socket;
        try {
            socket = port.connect(remote);
        } catch (IOException refused) {
            // At once: told like a later refusal, and not within this call.
            dispatcher.execute(() -> connector.tell(null, refused));
            return;
        }
        try {
            dispatcher.register(socket, Interest.WRITE, connector);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
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

    /** @param cause why, if the loop died; else null */
    void dispatcherClosed(StreamSocket socket, Throwable cause) {
        ClosedChannelException closed = new ClosedChannelException();
        closed.initCause(cause);
        tell(socket, closed);
    }

    private void tell(StreamSocket socket, IOException failure) {
        try {
            callback.onConnect(socket, failure);
        } catch (Throwable e) {
            dispatcher.report(null, e);
        }
    }
}
