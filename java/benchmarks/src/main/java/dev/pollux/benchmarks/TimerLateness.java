package dev.pollux.benchmarks;

import dev.pollux.LoopTimer;
import dev.pollux.readiness.ReadinessDispatcher;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * How late timers fire, beside a C program that only waits: {@code java -cp pollux-benchmarks.jar
 * dev.pollux.benchmarks.TimerLateness [count]}. Percentiles, so it is no part of the micro-benchmarks, which tell means.
 */
public final class TimerLateness {
    private static final double[] PERCENTILES = {0, 0.5, 0.9, 0.99, 0.999, 1};

    private final ReadinessDispatcher loop;
    private final LoopTimer timer;
    private final long[] lateNanos;
    private int fired;
    private long dueNanos;

    private TimerLateness(ReadinessDispatcher loop, int count) {
        this.loop = loop;
        timer = loop.timer(this::fire);
        lateNanos = new long[count];
    }

    public static void main(String[] args) throws IOException {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 2000;
        try (ReadinessDispatcher loop = ReadinessDispatcher.open()) {
            for (int round = 0; round < 2; round++) { // the first is to compile
                TimerLateness each = new TimerLateness(loop, count);
                each.next();
                loop.run();
                if (round == 1) {
                    each.print();
                }
            }
        }
        Optional<Path> program = CPrograms.find("lateness");
        if (program.isEmpty()) {
            System.out.println(CPrograms.whyMissing("lateness"));
            return;
        }
        Process c = new ProcessBuilder(program.get().toString(), Integer.toString(count))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = c.inputReader()) {
            lines.lines().forEach(System.out::println);
        }
    }

    private void next() {
        long delayNanos = 100_000 + fired * 7919L % 2_000_000;
        dueNanos = System.nanoTime() + delayNanos;
        timer.schedule(delayNanos);
    }

    private void fire() {
        lateNanos[fired++] = System.nanoTime() - dueNanos;
        if (fired == lateNanos.length) {
            loop.stop();
        } else {
            next();
        }
    }

    private void print() {
        Arrays.sort(lateNanos);
        StringBuilder line = new StringBuilder("Pollux, " + loop.describe() + ":");
        for (double at : PERCENTILES) {
            line.append(String.format(" p%s=%.1f", at * 100, lateNanos[(int) (at * (lateNanos.length - 1))] / 1000.0));
        }
        System.out.println(line.append(" us late"));
    }
}
