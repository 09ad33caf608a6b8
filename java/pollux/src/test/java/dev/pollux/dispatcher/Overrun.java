package dev.pollux.dispatcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Dispatcher;
import dev.pollux.LoopTimer;
import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Fixed rates that can't be kept, since each run takes two periods: they lag behind more and more, and are always the most
 * overdue of all.
 */
public final class Overrun {
    private static final long PERIOD_MICROS = 100;
    private static final long PERIOD_NANOS = TimeUnit.MICROSECONDS.toNanos(PERIOD_MICROS);
    private static final int TURNS = 200;

    private final ScheduledExecutorService scheduler;
    private final StringBuilder order = new StringBuilder();

    private Overrun(Dispatcher loop) {
        scheduler = loop.asScheduledExecutor();
    }

    public static void delaysTheOthersByOneRun(Dispatcher loop) throws IOException {
        Overrun overrun = new Overrun(loop);
        overrun.schedule('a');
        overrun.scheduleAtRate('r');
        overrun.scheduler.scheduleWithFixedDelay(
                () -> overrun.order.append('d'), PERIOD_MICROS, PERIOD_MICROS, TimeUnit.MICROSECONDS);
        LoopTimer[] plain = new LoopTimer[1];
        plain[0] = loop.timer(() -> {
            overrun.order.append('p');
            plain[0].schedule(PERIOD_NANOS);
        });
        plain[0].schedule(PERIOD_NANOS);
        overrun.turn(loop);
        overrun.assertEachBetween('a', "rdp");
    }

    /** @param count so many that a turn has no room for them all */
    static void severalTakeTurns(Dispatcher loop, int count) throws IOException {
        Overrun overrun = new Overrun(loop);
        String names = "abcdefghijklmnopqrstuvwxy".substring(0, count);
        for (char name : names.toCharArray()) {
            overrun.schedule(name);
        }
        overrun.scheduleAtRate('z');
        overrun.turn(loop);
        for (char name : names.toCharArray()) {
            overrun.assertEachBetween(name, names + 'z');
        }
    }

    private void schedule(char name) {
        Runnable overruns = () -> {
            order.append(name);
            long startNanos = System.nanoTime();
            while (System.nanoTime() - startNanos < 2 * PERIOD_NANOS) {
                Thread.onSpinWait();
            }
        };
        scheduler.scheduleAtFixedRate(overruns, 0, PERIOD_MICROS, TimeUnit.MICROSECONDS);
    }

    private void scheduleAtRate(char name) {
        scheduler.scheduleAtFixedRate(() -> order.append(name), PERIOD_MICROS, PERIOD_MICROS, TimeUnit.MICROSECONDS);
    }

    private void turn(Dispatcher loop) throws IOException {
        for (int i = 0; i < TURNS; i++) {
            loop.runOnce(-1);
        }
    }

    /** Between one run of it and the next but one each of the others has run: after each run all of them are due. */
    private void assertEachBetween(char name, String others) {
        String[] runs = order.toString().split("(?<=" + name + ")");
        assertTrue(runs.length > 10, () -> name + " ran too rarely: " + order);
        for (int i = 1; i + 1 < runs.length; i++) {
            String ran = runs[i] + runs[i + 1];
            for (char other : others.toCharArray()) {
                assertTrue(ran.indexOf(other) >= 0, () -> other + " waits for " + name + ": " + order);
            }
        }
    }
}
