package dev.pollux;

import dev.pollux.internal.text.Log;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;

/** {@link ErrorHandler#CLOSE_AND_LOG}. Its name and its method's stand in the log, as a record's source. */
final class CloseAndLog implements ErrorHandler {
    @Override
    public void onError(Channel source, Throwable failure) {
        boolean isSocket = source instanceof Connection
                || source instanceof ChannelSource its && its.channel() instanceof SocketChannel;
        try {
            boolean everyday = isSocket && failure instanceof IOException;
            String what = source == null ? "a task failed" : (isSocket ? "closing " : "") + source;
            System.getLogger(Log.NAME).log(everyday ? Level.DEBUG : Level.WARNING, what, failure);
        } finally { // whatever the program's logging throws
            if (source instanceof Connection connection) {
                connection.close();
            } else if (isSocket) {
                ((Pollable) source).close();
            }
        }
    }
}
