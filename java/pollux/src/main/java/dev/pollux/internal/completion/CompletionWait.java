package dev.pollux.internal.completion;

import dev.pollux.internal.loop.LoopCounters;
import dev.pollux.internal.loop.TimerWork;
import java.io.IOException;

/**
 * How a thread waits at a completion port: for what is complete, for a deadline, and for a wakeup. All methods may be called from
 * any thread.
 */
public final class CompletionWait {
    /** How many operations a turn cancels whose time is up: each is a system call. Those that are left come in the next. */
    private static final int MAX_DEADLINES = 1024;

    private final CompletionPortWork port;
    private boolean isElsewhere; // in the wait of another port, of the one thread that polls that

    CompletionWait(CompletionPortWork port) {
        this.port = port;
    }

    void fireDeadlines() {
        if (port.deadlines.isEmpty()) {
            return;
        }
        long nowNanos = System.nanoTime();
        TimerWork timer;
        for (int i = 0; i < MAX_DEADLINES && (timer = port.deadlines.takeExpired(nowNanos)) != null; i++) {
            try {
                timer.task.run();
            } catch (Throwable e) {
                port.report(null, e);
            }
        }
    }

    /** Dequeues into the turn's batch, unless that still has some. */
    void fill(CompletionTurn turn, long timeoutNanos) throws IOException {
        turn.woken = false;
        if (turn.next == turn.count) {
            turn.next = 0;
            turn.count = 0; // should the next line fail
            turn.count = await(turn, timeoutNanos);
        }
    }

    /** Spins as the strategy says, then sleeps, unless it is woken. Returns how many are complete. */
    private int await(CompletionTurn turn, long timeoutNanos) throws IOException {
        boolean maySleep = timeoutNanos != 0;
        long spinNanos = maySleep ? port.waitStrategy.spinNanos() : 0;
        long spunNanos = 0;
        if (spinNanos != 0) {
            long limitNanos = port.deadlines.nanosToWait(timeoutNanos);
            long startNanos = System.nanoTime();
            do {
                int count = awaitAndCount(turn, 0);
                spunNanos = System.nanoTime() - startNanos;
                turn.woken = count == 0 && port.wakeup.takeWoken();
                if (count > 0 || turn.woken || limitNanos >= 0 && spunNanos >= limitNanos) {
                    return count;
                }
                Thread.onSpinWait();
            } while (spunNanos < spinNanos);
        }
        turn.slept = maySleep && port.wakeup.beforeWait();
        try {
            // Asked only once this thread counts as asleep: who schedules an earlier one from then on wakes it.
            long remainingNanos = timeoutNanos <= 0 ? timeoutNanos : timeoutNanos - spunNanos;
            return awaitAndCount(turn, turn.slept ? port.deadlines.nanosToWait(remainingNanos) : 0);
        } finally {
            turn.woken = port.wakeup.afterWait(maySleep);
        }
    }

    /** Before a wait of another port, on the thread that is to deliver. Returns how long that may be. */
    public long beginElsewhere(long timeoutNanos) {
        isElsewhere = timeoutNanos != 0;
        return isElsewhere && port.wakeup.beforeWait() ? port.deadlines.nanosToWait(timeoutNanos) : 0;
    }

    /** After it. */
    public void endElsewhere() {
        port.wakeup.afterWait(isElsewhere);
    }

    private int awaitAndCount(CompletionTurn turn, long timeoutNanos) throws IOException {
        port.counters.addShared(LoopCounters.WAITS, 1);
        long startNanos = port.watch.beginWait();
        int count = turn.batch.await(timeoutNanos);
        port.watch.endWait(startNanos, count);
        return count;
    }
}
