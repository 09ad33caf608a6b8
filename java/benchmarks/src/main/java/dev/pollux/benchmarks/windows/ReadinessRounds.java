package dev.pollux.benchmarks.windows;

import dev.pollux.Backend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Backend {@code afd} beside the JDK's selector, in one JVM, round by round in turn: events, registrations, changes of interest and
 * wakeups. Tells the medians in nanoseconds, and the median of each round's ratio to the selector.
 */
public final class ReadinessRounds {
    private static final int WARMUP_ROUNDS = 3;
    private static final int REGISTRATIONS = 500;

    /** What one scene takes. */
    private interface Scene {
        double nanos(ReadinessScenes of) throws IOException, InterruptedException;
    }

    private ReadinessRounds() {}

    /** @param arguments how many rounds, and how many connections each has */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        int connections = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000;
        List<ReadinessScenes> all = new ArrayList<>();
        all.add(new ReadinessScenes(new Watcher.OfSelector(), connections)); // what the others are compared with
        all.add(new ReadinessScenes(new Watcher.OfPort(Backend.AFD), connections));
        all.add(new ReadinessScenes(new Watcher.OfPort(Backend.NIO), connections));
        for (ReadinessScenes each : all) {
            System.out.println(each.watcher().description());
        }
        Map<String, Scene> scenes = new LinkedHashMap<>();
        scenes.put("64 of " + connections + " ready, an event", its -> its.ready(64));
        scenes.put(connections + " ready, an event", its -> its.ready(connections));
        scenes.put("a registration and its end", its -> its.registrations(REGISTRATIONS));
        scenes.put("a change of interest", ReadinessScenes::changes);
        scenes.put("a wakeup and its answer", ReadinessScenes::wakeups);
        for (Map.Entry<String, Scene> scene : scenes.entrySet()) {
            tell(scene.getKey(), measure(scene.getValue(), all, rounds));
        }
        Runtime.getRuntime().halt(0); // the JDK's selector crashes under Wine when it is closed with polls pending
    }

    private static double[][] measure(Scene scene, List<ReadinessScenes> all, int rounds)
            throws IOException, InterruptedException {
        double[][] nanos = new double[all.size()][rounds];
        for (int round = -WARMUP_ROUNDS; round < rounds; round++) {
            for (int i = 0; i < all.size(); i++) {
                double took = scene.nanos(all.get(i));
                if (round >= 0) {
                    nanos[i][round] = took;
                }
            }
        }
        return nanos;
    }

    private static void tell(String scene, double[][] nanos) {
        StringBuilder line = new StringBuilder(String.format("%-34s", scene));
        for (double[] each : nanos) {
            double[] ratios = new double[each.length];
            for (int round = 0; round < each.length; round++) {
                ratios[round] = each[round] / nanos[0][round];
            }
            line.append(String.format(" %9.0f ns (%.2f)", median(each), median(ratios)));
        }
        System.out.println(line);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
