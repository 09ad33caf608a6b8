package dev.pollux;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.NotYetBoundException;
import java.util.concurrent.TimeUnit;

/**
 * Accepts what waits at a listener, a bounded number at a time, so that one listener does not starve the rest. When there
 * are no descriptors left the listener pauses: it would stay readable, and the loop would spin.
 */
final class Acceptor {
    private static final int MAX_ACCEPTS = 64;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Dispatcher dispatcher;
    private final StreamListener listener;
    private final AcceptCallback callback;
    private final Timer resume;
    private Registration paused; // the loop thread's own

    Acceptor(Dispatcher dispatcher, StreamListener listener, AcceptCallback callback) {
        this.dispatcher = dispatcher;
        this.listener = listener;
        this.callback = callback;
        resume = dispatcher.timer(this::resume);
    }

    static void start(Dispatcher dispatcher, StreamListener listener, AcceptCallback callback) throws IOException {
        if (!isBound(listener.localAddress())) {
            throw new NotYetBoundException();
        }
        Acceptor acceptor = new Acceptor(dispatcher, listener, callback);
        dispatcher.register(listener, Interest.READ, (registration, readiness) -> acceptor.acceptSome(registration));
    }

    private static boolean isBound(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getPort() != 0
                : address != null
                        && !(address instanceof UnixDomainSocketAddress unix
                                && unix.getPath().toString().isEmpty());
    }

    private void acceptSome(Registration current) {
        for (int i = 0; i < MAX_ACCEPTS; i++) {
            StreamSocket socket;
            try {
                socket = listener.accept();
            } catch (Throwable e) { // with no descriptor left, even a class may fail to load
                pause(current, e);
                return;
            }
            if (socket == null) {
                return;
            }
            accepted(socket);
        }
    }

    private void accepted(StreamSocket socket) {
        try {
            callback.onAccept(socket);
        } catch (Throwable e) {
            socket.close();
            dispatcher.report(listener, e);
        }
    }

    private void pause(Registration current, Throwable cause) {
        if (!modified(current, Interest.NONE)) {
            return;
        }
        paused = current;
        resume.schedule(PAUSE_NANOS);
        dispatcher.report(
                listener,
                new IOException(
                        "no connection can be accepted; trying again in " + TimeUnit.NANOSECONDS.toMillis(PAUSE_NANOS)
                                + " ms",
                        cause));
    }

    private void resume() {
        modified(paused, Interest.READ);
    }

    /** Returns false if the listener was closed: by the callback, or by another thread. */
    private static boolean modified(Registration registration, Interest interest) {
        try {
            registration.modify(interest);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
