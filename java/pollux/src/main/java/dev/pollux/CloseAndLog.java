package dev.pollux;

import dev.pollux.internal.text.Log;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.Channel;

/** {@link ErrorHandler#CLOSE_AND_LOG}. Its name and its method's stand in the log, as a record's source. */
final class CloseAndLog implements ErrorHandler {
    @Override
    public void onError(Channel source, Throwable failure) {
        boolean isConnection = source instanceof Connection;
        try {
            boolean everyday = isConnection && failure instanceof IOException;
            String what = source == null ? "a task failed" : (isConnection ? "closing " : "") + source;
            System.getLogger(Log.NAME).log(everyday ? Level.DEBUG : Level.WARNING, what, failure);
        } finally { // whatever the program's logging throws
            if (source instanceof Connection connection) {
                connection.close();
            }
        }
    }
}
