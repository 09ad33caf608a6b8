package dev.pollux.linux;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * A thread that waits in epoll while another process sends it signals. They are SIGUSR2, which the JVM handles by doing
 * nothing; each is sent when the one before was handled and the thread sleeps again, and so hits no other thread.
 */
final class SignalledWait implements AutoCloseable {
    private final NativeThread thread;
    private final Task<Integer> task;
    private final Process sender;
    private final OutputStream orders;
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private volatile boolean ended;

    SignalledWait(String threadName, Callable<Integer> wait) throws IOException {
        task = Task.start(threadName, () -> {
            try {
                return wait.call();
            } finally {
                ended = true;
                mayEnd.await(); // a signal to a thread that has gone would hit another one
            }
        });
        thread = task.nativeThread();
        thread.awaitAsleepInEpoll();
        sender = new ProcessBuilder("sh", "-c", "while read order; do kill -USR2 " + thread.id() + "; done").start();
        orders = sender.getOutputStream();
    }

    boolean hasEnded() {
        return ended;
    }

    /** Sends a signal; returns once the thread sleeps again: true, or the wait has ended: false. */
    boolean interrupt() throws IOException {
        long before = thread.timesAsleep();
        orders.write('\n');
        orders.flush();
        while (!ended && thread.timesAsleep() == before) {
            Task.spin();
        }
        return !ended;
    }

    /** Interrupts until the wait ends; returns how often it went back to sleep. */
    int interruptUntilItEnds() throws IOException {
        int times = 0;
        while (interrupt()) {
            times++;
        }
        return times;
    }

    /** {@return what the wait returned}, once no more signals come. */
    int get() throws Exception {
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
