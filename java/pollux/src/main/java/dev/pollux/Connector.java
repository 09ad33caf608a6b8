package dev.pollux;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;

/** Waits for a connect to end, and tells how. */
final class Connector {
    private final ConnectCallback callback;

    private Connector(ConnectCallback callback) {
        this.callback = callback;
    }

    static void connect(Dispatcher dispatcher, ReadinessPort port, InetSocketAddress remote, ConnectCallback callback)
            throws IOException {
        TcpSocket socket;
        try {
            socket = port.connect(remote);
        } catch (SocketException refused) {
            // Refused at once: told like a later refusal, and not within this call.
            dispatcher.execute(() -> tell(dispatcher, callback, refused));
            return;
        }
        try {
            dispatcher.register(socket, Interest.WRITE, new Connector(callback)::onWritable);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private void onWritable(Registration registration, Readiness readiness) throws Exception {
        TcpSocket socket = (TcpSocket) registration.source();
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

    private static void tell(Dispatcher dispatcher, ConnectCallback callback, IOException failure) {
        try {
            callback.onConnect(null, failure);
        } catch (Exception e) {
            dispatcher.report(null, e);
        }
    }
}
