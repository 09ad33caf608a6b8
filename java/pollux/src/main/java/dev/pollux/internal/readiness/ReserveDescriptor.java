package dev.pollux.internal.readiness;

import dev.pollux.binding.Platform;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A descriptor that a loop with listeners keeps for the moment when there is none left. It is given up then, so that a
 * waiting connection can be accepted and closed, and so that logging can open the files it needs. Then it is taken again.
 *
 * <p>While one loop has given up its own, the listeners of the others accept nothing: what is free is not meant for
 * them. But not for longer than {@value #LONGEST_MILLIS} ms: an error handler or a logger that blocks holds up its own loop,
 * not the process. Windows has no limit of descriptors in this sense, and there is no reserve. All methods may be called from any thread.
 */
public final class ReserveDescriptor {
    private static final String NOTHING = "/dev/null";
    private static final boolean NEEDED = !Platform.isWindows();

    private static final int LONGEST_MILLIS = 100;
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);

    private static final AtomicInteger GIVEN_UP = new AtomicInteger();
    private static volatile long lastGivenUpNanos;

    private FileInputStream held;
    private boolean givenUp;
    private boolean closed;

    /** {@return true while a loop of this process handles a failure with its reserve, if it does not take too long} */
    public static boolean isAnyGivenUp() {
        return GIVEN_UP.get() > 0 && System.nanoTime() - lastGivenUpNanos < LONGEST_NANOS;
    }

    /** Opens it, if that was not done or did not succeed before. If it does not succeed now, there is none for the moment. */
    public synchronized void take() {
        if (held == null && !closed && NEEDED) {
            try {
                held = new FileInputStream(NOTHING);
            } catch (IOException | OutOfMemoryError e) {
                // It is tried again.
            }
        }
    }

    /** Gives it up, if the process has no other descriptor left. Returns whether it did. */
    public synchronized boolean giveUp() {
        if (held == null || !isNoneLeft()) {
            return false;
        }
        lastGivenUpNanos = System.nanoTime();
        GIVEN_UP.getAndIncrement();
        givenUp = true;
        closeHeld();
        return true;
    }

    private static boolean isNoneLeft() {
        try {
            close(new FileInputStream(NOTHING));
            return false;
        } catch (IOException noneIsLeft) {
            return true;
        } catch (OutOfMemoryError e) {
            return false; // that is another lack, which a descriptor does not mend
        }
    }

    /** Comes after {@link #giveUp}, also if that failed. */
    synchronized void takeBack() {
        if (givenUp) {
            givenUp = false;
            try {
                take();
            } finally {
                GIVEN_UP.getAndDecrement();
            }
        }
    }

    public synchronized void close() {
        closed = true;
        if (held != null) {
            closeHeld();
        }
    }

    private void closeHeld() {
        FileInputStream stream = held;
        held = null; // first: closing takes memory. Without it, the garbage collector closes it later
        close(stream);
    }

    private static void close(FileInputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // Its number is given back whatever close(2) says.
        }
    }
}
