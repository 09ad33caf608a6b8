package dev.pollux.internal.loop;

import dev.pollux.internal.handle.DescriptorLimit;
import dev.pollux.internal.socket.Refusals;
import dev.pollux.internal.text.Log;
import java.lang.System.Logger.Level;
import java.time.ZoneId;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes ready what a process needs for its first failure, while it still has descriptors and memory: the logger with its
 * settings, the errors' texts, and the time zones. To find a logger, a JDK opens every jar of the class path. The time zones it
 * reads from files at the first record that it formats, and if it could not read them then, it never reads them again.
 *
 * <p>That takes some tens of milliseconds. So a thread of its own does it, once a process: some moments after the first
 * listener began to accept, or before, when connections use up the descriptors. Until it is done, the process accepts no
 * more connections than half of its limit of descriptors has room for. Only under a very low limit does that ever make one
 * wait.
 */
public final class FirstFailure implements Runnable {
    private static final long AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int LEAST_EARLY = 16;
    private static final int USED_OTHERWISE = 128; // by a JVM with many jars, until it listens
    private static final int MANY_OF_EARLY = 4; // a fourth of them is many

    private static final AtomicBoolean BEGUN = new AtomicBoolean();
    private static final AtomicInteger ACCEPTED = new AtomicInteger();
    private static int early; // written before the thread is started, and so before the first accept
    private static volatile boolean isReady;
    private static volatile Thread preparing;

    private final LoopPort port;

    private FirstFailure(LoopPort port) {
        this.port = port;
    }

    /** Once a process: the first port of all says what its system's errors need. */
    public static void prepareSoon(LoopPort port) {
        if (BEGUN.getPlain() || !BEGUN.compareAndSet(false, true)) {
            return;
        }
        early = Math.max(LEAST_EARLY, (DescriptorLimit.soft() - USED_OTHERWISE) / 2);
        try {
            Thread thread = new Thread(null, new FirstFailure(port), "pollux-first-failure", 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            preparing = thread;
            thread.start();
        } catch (OutOfMemoryError e) {
            isReady = true; // as ready as can be: no thread can be made
        }
    }

    public static boolean isReady() {
        return isReady;
    }

    /** {@return false if one more connection is to wait until all is ready} */
    public static boolean mayAccept() {
        return isReady || isEarlyEnough();
    }

    private static boolean isEarlyEnough() {
        int accepted = ACCEPTED.incrementAndGet();
        if (accepted == early / MANY_OF_EARLY) {
            LockSupport.unpark(preparing);
        }
        return accepted <= early;
    }

    @Override
    public void run() {
        try {
            LockSupport.parkNanos(AFTER_NANOS); // the first connections come first
            TimeZone.getDefault();
            ZoneId.systemDefault().getRules();
            port.loadErrors();
            Refusals.closed(FirstFailure.class);
            System.getLogger(Log.NAME).isLoggable(Level.WARNING);
        } catch (Throwable e) {
            // The program's logging is told of nothing here. When it is needed, it says itself what is wrong.
        } finally {
            isReady = true;
            preparing = null;
        }
    }
}
