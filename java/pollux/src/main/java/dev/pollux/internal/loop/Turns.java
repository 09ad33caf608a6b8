package dev.pollux.internal.loop;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A loop's turns: wait, deliver, run tasks, fire timers. The loop's thread only. */
final class Turns {
    private static final int MAX_FAILED_TURNS = 100;
    private static final long FAILED_TURN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final LoopPort port;
    private final CallbackWatch watch;
    private final TaskQueue tasks;
    private final Timers timers;
    final Surplus surplus;
    private final int maxTasks;
    private final int maxTimers;
    private int failedTurns; // in a row, for lack of a class

    Turns(LoopSettings settings, LoopPort port, CallbackWatch watch, TaskQueue tasks, Timers timers) {
        this.port = port;
        this.watch = watch;
        this.tasks = tasks;
        this.timers = timers;
        surplus = new Surplus(tasks, timers, port);
        maxTasks = settings.maxTasks;
        maxTimers = settings.maxTimers;
    }

    /** Makes a turn. With no memory, or a class that can't be loaded, it is not made, but the loop goes on. */
    int turn(long timeoutNanos) throws IOException {
        try {
            int count = turnWhole(timeoutNanos);
            failedTurns = 0;
            return count;
        } catch (VirtualMachineError | LinkageError e) {
            if (e instanceof LinkageError && ++failedTurns == MAX_FAILED_TURNS) {
                throw e; // it would never turn again
            }
            port.failures.tell(null, e);
            LockSupport.parkNanos(FAILED_TURN_PAUSE_NANOS); // or it would spin
            return 0;
        }
    }

    /** Wait, deliver, run tasks, fire timers: each as many as a turn has room for. Returns how many there were. */
    private int turnWhole(long timeoutNanos) throws IOException {
        watch.beginTurn();
        int events = port.poll(tasks.hasLeft() ? 0 : surplus.nanosToWait(timers.nanosToWait(timeoutNanos)));
        int ran = runTasks(maxTasks);
        int fired = fireTimers();
        watch.endTurn(events, ran, fired);
        surplus.endTurn(events + ran + fired);
        return events + ran + fired;
    }

    private int runTasks(int limit) {
        int count = Math.min(tasks.swap(), limit);
        for (int i = 0; i < count; i++) {
            run(tasks.take());
        }
        port.counters.add(LoopCounters.TASKS, count);
        return count;
    }

    private int fireTimers() {
        if (timers.isEmpty()) {
            return 0;
        }
        long nowNanos = System.nanoTime();
        int fired = 0;
        TimerWork timer;
        while (fired < maxTimers && (timer = timers.takeExpired(nowNanos)) != null) {
            fired++;
            run(timer.task);
        }
        port.counters.add(LoopCounters.TIMERS, fired);
        return fired;
    }

    private void run(Runnable task) {
        long startNanos = watch.beginCallback();
        try {
            task.run();
        } catch (Throwable e) {
            port.failures.tell(null, e);
        }
        watch.endCallback(startNanos, task, null);
    }

    void runAllTasks() {
        while (tasks.swap() > 0) {
            runTasks(Integer.MAX_VALUE);
        }
    }
}
