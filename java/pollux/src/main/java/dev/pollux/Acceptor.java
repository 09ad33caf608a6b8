package dev.pollux;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Accepts what waits at a listener, a bounded number at a time, so that one listener does not starve the rest. When there
 * are no descriptors left the listener pauses: it would stay readable, and the loop would spin.
 */
final class Acceptor {
    private static final int MAX_ACCEPTS = 64;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Dispatcher dispatcher;
    private final TcpListener listener;
    private final AcceptCallback callback;
    private final Timer resume;
    private final Registration registration;

    Acceptor(Dispatcher dispatcher, TcpListener listener, AcceptCallback callback) throws IOException {
        this.dispatcher = dispatcher;
        this.listener = listener;
        this.callback = callback;
        resume = dispatcher.timer(this::resume);
        registration = dispatcher.register(listener, Interest.READ, (r, readiness) -> acceptSome(r));
    }

    private void acceptSome(Registration current) {
        for (int i = 0; i < MAX_ACCEPTS; i++) {
            TcpSocket socket;
            try {
                socket = listener.accept();
            } catch (IOException e) {
                pause(current, e);
                return;
            }
            if (socket == null) {
                return;
            }
            accepted(socket);
        }
    }

    private void accepted(TcpSocket socket) {
        try {
            callback.onAccept(socket);
        } catch (Throwable e) {
            socket.close();
            dispatcher.report(listener, e);
        }
    }

    private void pause(Registration current, IOException cause) {
        if (!current.isOpen()) {
            return; // the callback has closed the listener
        }
        current.modify(Interest.NONE);
        resume.schedule(PAUSE_NANOS);
        dispatcher.report(
                listener,
                new IOException(
                        "no connection can be accepted; trying again in " + TimeUnit.NANOSECONDS.toMillis(PAUSE_NANOS)
                                + " ms",
                        cause));
    }

    private void resume() {
        if (registration.isOpen()) {
            registration.modify(Interest.READ);
        }
    }
}
