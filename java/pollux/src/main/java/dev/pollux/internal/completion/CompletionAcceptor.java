package dev.pollux.internal.completion;

import dev.pollux.LoopTimer;
import dev.pollux.completion.AcceptOperation;
import dev.pollux.completion.CompletionAcceptCallback;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.internal.loop.FirstFailure;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.system.SystemCallException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ShutdownChannelGroupException;
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

    private final AbstractCompletionListener listener;
    private final CompletionAcceptCallback callback;
    private final AcceptOperation accept;
    private final LoopTimer resume;

    private CompletionAcceptor(AbstractCompletionListener listener, CompletionAcceptCallback callback) {
        this.listener = listener;
        this.callback = callback;
        accept = listener.accept((operation, none) -> accepted(operation.socket()))
                .onFailure(this::failed);
        resume = listener.port.deadlines.timer(this::submit);
    }

    static void start(AbstractCompletionListener listener, CompletionAcceptCallback callback) throws IOException {
        InetSocketAddress address = listener.localAddress();
        if (address == null || address.getPort() == 0) {
            throw Refusals.notYetBound(listener);
        }
        FirstFailure.prepareSoon(listener.port);
        for (int i = 0; i < PENDING; i++) {
            new CompletionAcceptor(listener, callback).submit();
        }
    }

    private boolean isOver() {
        return !listener.isOpen() || !listener.port.isOpen();
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
            callback.onAccept(socket);
        } catch (Throwable e) {
            listener.port.report(listener, e);
            socket.close();
        } finally {
            submit();
        }
    }

    private void failed(AcceptOperation operation, IOException failure) {
        SystemCallException cause = SystemCallException.of(failure);
        if (cause != null && listener.isPeerGone(cause)) {
            submit();
        } else if (!isOver()) {
            pause(failure);
        }
    }

    private void pause(Throwable cause) {
        resume.schedule(PAUSE_NANOS);
        listener.port.report(listener, new IOException(PAUSES, cause));
    }
}
