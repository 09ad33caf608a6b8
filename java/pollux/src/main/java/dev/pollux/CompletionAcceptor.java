package dev.pollux;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.util.concurrent.TimeUnit;

/**
 * Keeps accepts pending at a listener. A connection that its peer has reset before it was accepted fails its accept, which
 * is routine: it is submitted again. With no handle or memory left, it is submitted again after a pause.
 */
final class CompletionAcceptor {
    private static final int PENDING = 16;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final CompletionListener listener;
    private final ConnectionCallback callback;
    private final AcceptOperation accept;
    private final Timer resume;

    private CompletionAcceptor(CompletionListener listener, ConnectionCallback callback) {
        this.listener = listener;
        this.callback = callback;
        accept = listener.accept((operation, none) -> accepted(operation.socket()))
                .onFailure(this::failed);
        resume = listener.port().deadlines.timer(this::submit);
    }

    static void start(CompletionListener listener, ConnectionCallback callback) throws IOException {
        InetSocketAddress address = listener.localAddress();
        if (address == null || address.getPort() == 0) {
            throw new NotYetBoundException();
        }
        for (int i = 0; i < PENDING; i++) {
            new CompletionAcceptor(listener, callback).submit();
        }
    }

    private void submit() {
        if (listener.isOpen() && listener.port().isOpen()) {
            accept.submit();
        }
    }

    private void accepted(CompletionSocket socket) {
        try {
            callback.onConnection(socket);
        } catch (Throwable e) {
            socket.close();
            listener.port().report(listener, e);
        } finally {
            submit();
        }
    }

    private void failed(AcceptOperation operation, IOException failure) {
        if (failure instanceof ClosedChannelException || !listener.isOpen()) {
            return;
        }
        if (operation.wasRefused()) {
            resume.schedule(PAUSE_NANOS);
            listener.port()
                    .report(
                            listener,
                            new IOException(
                                    "no connection can be accepted; trying again in "
                                            + TimeUnit.NANOSECONDS.toMillis(PAUSE_NANOS) + " ms",
                                    failure));
        } else {
            submit();
        }
    }
}
