package dev.pollux.internal.readiness;

import dev.pollux.LoopTimer;
import dev.pollux.internal.loop.FirstFailure;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.readiness.AcceptCallback;
import dev.pollux.readiness.Interest;
import dev.pollux.readiness.Readiness;
import dev.pollux.readiness.ReadinessCallback;
import dev.pollux.readiness.Registration;
import dev.pollux.readiness.StreamListener;
import dev.pollux.readiness.StreamSocket;
import dev.pollux.readiness.TriggerMode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Accepts what waits at a listener, a bounded number at a time, so that one listener does not starve the rest.
 *
 * <p>When there are no descriptors left the listener pauses: it would stay readable, and the loop would spin. If there are
 * none after the pause either, what waits is accepted by means of the {@link ReserveDescriptor} and closed, so that a peer
 * sees an end and not a silence. Any other failure to accept, an Error too, is a pause as well.
 */
public final class Acceptor implements ReadinessCallback, Runnable {
    private static final int MAX_ACCEPTS = 64;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SHORT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ReadinessLoop dispatcher;
    private final StreamListener listener;
    private final AcceptCallback callback;
    private final LoopTimer resume;
    private Registration paused; // the loop thread's own
    private boolean failedLast; // as well

    Acceptor(ReadinessLoop dispatcher, StreamListener listener, AcceptCallback callback) {
        this.dispatcher = dispatcher;
        this.listener = listener;
        this.callback = callback;
        resume = dispatcher.timer(this);
    }

    public static void start(
            ReadinessLoop dispatcher, StreamListener listener, TriggerMode mode, AcceptCallback callback)
            throws IOException {
        if (!isBound(listener.localAddress())) {
            throw Refusals.notYetBound(listener);
        }
        Acceptor acceptor = new Acceptor(dispatcher, listener, callback);
        dispatcher.reserve().take();
        FirstFailure.prepareSoon(dispatcher.port());
        dispatcher.register(listener, Interest.READ, mode, acceptor);
    }

    private static boolean isBound(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getPort() != 0
                : address != null
                        && !(address instanceof UnixDomainSocketAddress unix
                                && unix.getPath().toString().isEmpty());
    }

    @Override
    public void onReady(Registration current, Readiness readiness) {
        for (int i = 0; i < MAX_ACCEPTS; i++) {
            if (ReserveDescriptor.isAnyGivenUp() || !FirstFailure.mayAccept()) {
                pause(current, SHORT_PAUSE_NANOS);
                return;
            }
            StreamSocket socket;
            try {
                socket = listener.accept();
            } catch (Throwable e) { // with no descriptor left, even a class may fail to load
                failed(current, e);
                return;
            }
            failedLast = false;
            if (socket == null || !accepted(socket)) {
                return;
            }
        }
    }

    /** Returns false if the callback failed. It may have taken long for that, for lack of memory, and others wait. */
    private boolean accepted(StreamSocket socket) {
        try {
            callback.onAccept(socket);
            return true;
        } catch (Throwable e) {
            try {
                socket.close();
            } finally {
                dispatcher.report(listener, e);
            }
            return false;
        }
    }

    private void failed(Registration current, Throwable cause) {
        if (!pause(current, PAUSE_NANOS)) {
            return;
        }
        try {
            boolean sheds = dispatcher.reserve().giveUp() && failedLast;
            failedLast = true;
            int closed = sheds ? closeWaiting() : 0;
            String unserved = closed == 0 ? "" : "; " + closed + " that waited were closed unserved";
            dispatcher.report(
                    listener,
                    new IOException(
                            "no connection can be accepted" + unserved + "; trying again in "
                                    + TimeUnit.NANOSECONDS.toMillis(PAUSE_NANOS) + " ms",
                            cause));
        } finally {
            dispatcher.reserve().takeBack();
        }
    }

    /** Returns how many. */
    private int closeWaiting() {
        int closed = 0;
        try {
            for (StreamSocket waiting; closed < MAX_ACCEPTS && (waiting = listener.accept()) != null; closed++) {
                waiting.close();
            }
        } catch (Throwable e) {
            // The reserve was not enough, for a thread of the program's took it. What accept said first is told.
        }
        dispatcher.turnedAway(closed);
        return closed;
    }

    /** Returns false if the listener was closed, by the callback or by another thread. */
    private boolean pause(Registration current, long nanos) {
        paused = current;
        resume.schedule(nanos); // first: if this fails, the listener is not paused for ever
        try {
            current.pause();
            return true;
        } catch (IllegalStateException e) {
            resume.cancel();
            return false;
        }
    }

    /** After the pause. */
    @Override
    public void run() {
        try {
            dispatcher.reserve().take(); // if it could not be taken back
            paused.resume();
        } catch (IllegalStateException e) {
            // The listener was closed meanwhile.
        } catch (Throwable e) {
            resume.schedule(PAUSE_NANOS);
            throw e;
        }
    }
}
