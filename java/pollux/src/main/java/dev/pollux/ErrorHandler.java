package dev.pollux;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;

/** Learns what callbacks, tasks and timers threw, and what a port could not do. The loop goes on. */
@FunctionalInterface
public interface ErrorHandler {

    /**
     * The default: logs through {@link System.Logger}, and closes the socket whose callback threw, for what was to happen
     * to it did not; a listener stays open. A socket's own {@link IOException}, a reset by its peer say, is everyday's and
     * logged at level DEBUG; all else is a WARNING.
     */
    ErrorHandler CLOSE_AND_LOG = (source, failure) -> {
        boolean isSocket = source instanceof StreamSocket
                || source instanceof CompletionSocket
                || source instanceof ChannelSource its && its.channel() instanceof SocketChannel;
        boolean everyday = isSocket && failure instanceof IOException;
        String what = source == null ? "a task failed" : (isSocket ? "closing " : "") + source;
        System.getLogger("dev.pollux").log(everyday ? Level.DEBUG : Level.WARNING, what, failure);
        if (source instanceof StreamSocket || source instanceof ChannelSource && isSocket) {
            ((Pollable) source).close();
        } else if (source instanceof CompletionSocket socket) {
            socket.close();
        }
    };

    /**
     * Called on the thread where it happened. What this method throws ends the loop.
     *
     * @param source the socket or listener that it happened to; null if it was a task, a timer or a packet
     * @param failure what was thrown
     */
    void onError(Channel source, Throwable failure);
}
