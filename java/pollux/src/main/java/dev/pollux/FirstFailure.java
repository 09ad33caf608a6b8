package dev.pollux;

import dev.pollux.binding.Refusals;
import dev.pollux.linux.Errno;
import java.lang.System.Logger.Level;
import java.time.ZoneId;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes ready what a process needs for its first failure, while it still has descriptors and memory: the logger with its
 * settings, the errors' texts, and the time zones, which a JDK reads from files at the first record that it formats. A
 * JDK that could not read them then never reads them again.
 *
 * <p>That takes some tens of milliseconds. So a thread of its own does it, once a process, shortly after the first listener
 * began to accept. A failure that comes sooner finds the {@link ReserveDescriptor}.
 */
final class FirstFailure implements Runnable {
    private static final long AFTER_MILLIS = 300;
    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private FirstFailure() {}

    static void prepareSoon() {
        if (BEGUN.getPlain() || !BEGUN.compareAndSet(false, true)) {
            return;
        }
        try {
            Thread thread = new Thread(null, new FirstFailure(), "pollux-first-failure", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            thread.start();
        } catch (OutOfMemoryError e) {
            // No thread can be made. What is not ready is then made ready when it is needed, if that can be.
        }
    }

    @Override
    public void run() {
        try {
            TimeUnit.MILLISECONDS.sleep(AFTER_MILLIS); // the first connections come first
            TimeZone.getDefault();
            ZoneId.systemDefault().getRules();
            Errno.text(Errno.EMFILE);
            Refusals.closed(FirstFailure.class);
            System.getLogger(CloseAndLog.LOGGER).isLoggable(Level.WARNING);
        } catch (Throwable e) {
            // The program's logging is told of nothing here. When it is needed, it will say itself what is wrong with
            // it.
        }
    }
}
