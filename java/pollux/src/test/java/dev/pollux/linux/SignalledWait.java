package dev.pollux.linux;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A thread that waits in epoll while another process sends it signals. They are the one by which the JDK's channels interrupt
 * threads, for which it has a handler that does nothing: kill(2) gives a signal to the process, and although the kernel
 * prefers the thread that is named, any thread that is about to look for signals may take it, one that the JVM does not know
 * among them. (For the JVM's own SIGUSR2 that is a crash.)
 */
public final class SignalledWait implements AutoCloseable {
    private static final int SIGNAL = 62; // SIGRTMAX - 2
    private static final long SENT_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final NativeThread thread;
    private final Task<Integer> task;
    private final Process sender;
    private final OutputStream orders;
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private volatile boolean ended;

    public SignalledWait(String threadName, Callable<Integer> wait) throws IOException {
        task = Task.start(threadName, () -> {
            try {
                return wait.call();
            } finally {
                ended = true;
                mayEnd.await(); // a signal to a thread that has gone may find another one of its number
            }
        });
        thread = task.nativeThread();
        thread.awaitAsleep();
        installHandler();
        String loop = "while read order; do kill -" + SIGNAL + " " + thread.id() + "; done";
        sender = new ProcessBuilder("sh", "-c", loop).start();
        orders = sender.getOutputStream();
    }

    /** Without it the signal would end the process. */
    private static void installHandler() throws IOException {
        try {
            Class.forName("sun.nio.ch.NativeThread", true, null);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("this JDK's channels interrupt threads otherwise", e);
        }
        String caught = NativeThread.current().status("SigCgt");
        boolean isCaught = (Long.parseUnsignedLong(caught, 16) >>> SIGNAL - 1 & 1) == 1;
        assertTrue(isCaught, "the JDK has no handler for signal " + SIGNAL + ": " + caught);
    }

    boolean hasEnded() {
        return ended;
    }

    /** Sends a signal, again if another thread took it; returns once the thread sleeps again: true, or the wait has ended: false. */
    boolean interrupt() throws IOException {
        long before = thread.timesAsleep();
        long sentNanos = send();
        while (!ended && thread.timesAsleep() == before) {
            Task.spin();
            if (System.nanoTime() - sentNanos > SENT_AGAIN_NANOS) {
                sentNanos = send();
            }
        }
        return !ended;
    }

    private long send() throws IOException {
        orders.write('\n');
        orders.flush();
        return System.nanoTime();
    }

    /** Interrupts until the wait ends; returns how often it went back to sleep. */
    public int interruptUntilItEnds() throws IOException {
        int times = 0;
        while (interrupt()) {
            times++;
        }
        return times;
    }

    /** {@return what the wait returned}, once no more signals come. */
    public int get() throws Exception {
        close();
        return task.get();
    }

    @Override
    public void close() throws IOException {
        orders.close();
        boolean interrupted = false;
        while (true) {
            try {
                sender.waitFor();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        mayEnd.countDown();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
