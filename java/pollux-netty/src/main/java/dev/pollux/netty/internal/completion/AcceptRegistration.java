package dev.pollux.netty.internal.completion;

import dev.pollux.completion.AcceptStream;
import dev.pollux.completion.CompletionListener;
import dev.pollux.completion.CompletionSocket;
import dev.pollux.linux.Epoll;
import dev.pollux.netty.internal.loop.LoopRegistration;
import dev.pollux.netty.internal.loop.LoopThread;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.Channel;

/**
 * A listener's membership of a {@link CompletionLoop} whose port accepts, several connections at a time. Each leaves the port at once,
 * because it has a loop of its own. {@link #cancel} may be called from any thread, all else only from the loop's.
 */
final class AcceptRegistration extends LoopRegistration {
    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(AcceptRegistration.class);

    private final CompletionLoop loop;
    private final AcceptingListener handle;
    private CompletionListener listener; // null until it accepts
    private AcceptStream stream;
    private boolean isPending;
    private boolean isPaused;
    private Departure departure; // null until it accepts

    AcceptRegistration(CompletionLoop loop, AcceptingListener handle) {
        this.loop = loop;
        this.handle = handle;
    }

    @Override
    protected LoopThread thread() {
        return loop.thread();
    }

    @Override
    protected void want(int flags) throws IOException {
        if ((flags & Epoll.IN) != 0) {
            accept();
        } else if (isPending && !isPaused) {
            isPaused = true;
            stream.pause();
        }
    }

    private void accept() throws IOException {
        if (listener == null) {
            listener = loop.port().adoptListener(handle.descriptor());
            handle.channelSocket().movedTo(loop);
            departure = new Departure(listener);
            handle.acceptBy(departure);
            stream = listener.acceptStream((same, socket) -> accepted(socket))
                    .onStopped(same -> over())
                    .onFailure((same, failure) -> failed(failure));
        }
        if (isPaused) {
            isPaused = false;
            stream.resume();
        }
        if (!isPending) {
            isPending = true;
            stream.submit();
        }
    }

    private void accepted(CompletionSocket socket) {
        try {
            SocketAddress remote = socket.remoteAddress();
            handle.accepted(socket.detach(), remote);
        } catch (IOException e) {
            LOG.debug("{} has gone before anybody had it.", socket, e);
            socket.close();
        }
    }

    /** {@return true if it is this listener that the port has told a failure of} */
    boolean isOf(Channel source) {
        return listener != null && listener == source;
    }

    /** The port has found that none can be accepted for now. */
    void notAccepted(Throwable failure) {
        if (isValid()) {
            handle.notAccepted(failure);
        }
    }

    private void failed(IOException failure) {
        isPending = false;
        notAccepted(failure);
        over();
    }

    private void over() {
        isPending = false;
        if (!isValid()) {
            listener.close();
            left();
        }
    }

    /** What has come by then is told first. A listener that was closed listens no more at once: another may take its address. */
    @Override
    protected void leave() {
        boolean isOver = !isPending; // before the close, which may tell the end
        if (listener != null && (isOver || !handle.channelSocket().isOpen())) {
            listener.close();
        }
        if (isOver) {
            left();
        } else {
            stream.stop();
        }
    }

    private void left() {
        loop.removed(this);
        handle.unregistered();
        if (departure != null) {
            departure.over();
        }
    }

    AcceptingListener handle() {
        return handle;
    }
}
