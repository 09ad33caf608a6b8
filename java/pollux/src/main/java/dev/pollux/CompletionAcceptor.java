package dev.pollux;

import dev.pollux.internal.socket.Refusals;
import dev.pollux.system.SystemCallException;
import dev.pollux.windows.WinError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ShutdownChannelGroupException;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Keeps accepts pending at a listener. A connection that its peer has reset before it was accepted fails its accept, which
 * is routine: it is submitted again. With no handle or memory left, it is submitted again after a pause.
 */
final class CompletionAcceptor {
    private static final int PENDING = 16;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Made in time: when it is needed, there may be no memory to put it together. */
    private static final String PAUSES =
            "no connection can be accepted; trying again in " + TimeUnit.NANOSECONDS.toMillis(PAUSE_NANOS) + " ms";

    /** A connection that was gone before it was accepted. */
    private static final Set<Integer> OF_THE_PEER = Set.of(
            WinError.WSAECONNRESET,
            WinError.WSAECONNABORTED,
            WinError.WSAENOTCONN,
            WinError.ERROR_NETNAME_DELETED,
            WinError.ERROR_SEM_TIMEOUT);

    private final CompletionListener listener;
    private final ConnectionCallback callback;
    private final AcceptOperation accept;
    private final LoopTimer resume;

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
            throw Refusals.notYetBound(listener);
        }
        FirstFailure.prepareSoon();
        for (int i = 0; i < PENDING; i++) {
            new CompletionAcceptor(listener, callback).submit();
        }
    }

    private boolean isOver() {
        return !listener.isOpen() || !listener.port().isOpen();
    }

    private void submit() {
        if (isOver()) {
            return;
        }
        try {
            accept.submit();
        } catch (ShutdownChannelGroupException e) {
            // The port was closed just now.
        } catch (Throwable e) { // no memory: this accept has to be pending again some day
            pause(e);
        }
    }

    private void accepted(CompletionSocket socket) {
        try {
            callback.onConnection(socket);
        } catch (Throwable e) {
            listener.port().report(listener, e);
            socket.close();
        } finally {
            submit();
        }
    }

    private void failed(AcceptOperation operation, IOException failure) {
        SystemCallException cause = SystemCallException.of(failure);
        if (cause != null && OF_THE_PEER.contains(cause.code())) {
            submit();
        } else if (!isOver()) {
            pause(failure);
        }
    }

    private void pause(Throwable cause) {
        resume.schedule(PAUSE_NANOS);
        listener.port().report(listener, new IOException(PAUSES, cause));
    }
}
