package dev.pollux.internal.loop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The one thread that polls a port whose program has promised so: the first that does. May be called from any thread. */
public final class PollingThread {
    private volatile Thread thread;
    private volatile long id; // the system's number of it, or 0 if it is not known

    private volatile boolean isInside; // it is in a turn or a wait
    private boolean isOver; // the port is drained; guarded by this object

    /**
     * Makes the calling thread the one, if there is none yet. Returns true if it has become so now.
     *
     * @throws IllegalStateException if another thread is
     */
    public boolean claim() {
        Thread current = Thread.currentThread();
        if (thread == current) {
            return false;
        }
        synchronized (this) {
            if (thread == null) {
                id = currentId();
                thread = current;
                return true;
            }
        }
        throw new IllegalStateException(
                "a singleThreaded port is polled by one thread alone: by " + thread + ", and not by " + current);
    }

    /** A turn begins. Whoever closes the port before that is seen to close it, and whoever does so after sees this. */
    public void enter() {
        isInside = true;
    }

    public void leave() {
        isInside = false;
    }

    /** The port was drained. */
    public synchronized void over() {
        isOver = true;
        notifyAll();
    }

    public synchronized boolean isOver() {
        return isOver;
    }

    /**
     * Waits until the thread has drained the port, which has been told so. Returns true if that is left to the calling thread: it is the
     * one, or that has ended, or there was none.
     */
    public boolean leavesTheEnd(long roundNanos) {
        boolean interrupted = false;
        try {
            while (!isCurrent() && !isGone()) {
                if (isNone()) {
                    try {
                        claim();
                    } catch (IllegalStateException e) {
                        // Another thread has begun to poll meanwhile.
                    }
                    continue;
                }
                synchronized (this) {
                    Thread its = thread;
                    if (isOver || !isInside && its.isAlive()) { // its next poll drains it
                        return false;
                    }
                    try {
                        wait(TimeUnit.NANOSECONDS.toMillis(roundNanos));
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public boolean isCurrent() {
        return thread == Thread.currentThread();
    }

    /** {@return true if no thread has polled yet} */
    public boolean isNone() {
        return thread == null;
    }

    /**
     * {@return true if the thread has ended} The JVM says so a little before the system's thread is gone, and with it all that the
     * system does for it.
     */
    public boolean isGone() {
        Thread its = thread;
        return its != null && !its.isAlive() && (id == 0 || !Files.exists(Path.of("/proc/self/task/" + id)));
    }

    /** {@return the calling thread's number, or 0 if the system does not tell: proc(5), /proc/thread-self} */
    private static long currentId() {
        try {
            Path self = Files.readSymbolicLink(Path.of("/proc/thread-self")); // 123/task/456
            return Long.parseLong(self.getFileName().toString());
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
