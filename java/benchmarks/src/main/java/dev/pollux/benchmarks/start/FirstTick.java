package dev.pollux.benchmarks.start;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.start.FirstTickRound.Result;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a fresh process needs for its first events: how late the first tick of a 1 kHz timer is while 100 clients have
 * connected and talk, and how long it takes to the first reply. {@code java -cp pollux-benchmarks.jar
 * dev.pollux.benchmarks.start.FirstTick [ROUNDS [OTHER]]}: prints medians. OTHER is a class path with another Pollux, of an
 * earlier commit for instance, which is measured too, in turn with this one.
 */
public final class FirstTick {
    private static final List<String> BINDINGS = List.of("jni", "jnr", "ffm");

    private FirstTick() {}

    /** Who is measured: a server's argument, the JVM's flags for it, and its class path. */
    record Contestant(String name, String argument, List<String> flags, String classPath) {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
        String own = System.getProperty("java.class.path");
        List<Contestant> contestants = new ArrayList<>();
        contestants.add(new Contestant(Contestants.JDK_CONSUMER, "selector", List.of(), own));
        if (args.length > 1) {
            addPollux(contestants, ", other", args[1] + File.pathSeparator + own);
        }
        addPollux(contestants, "", own);
        List<List<Result>> results = new ArrayList<>();
        contestants.forEach(each -> results.add(new ArrayList<>()));
        for (int round = -1; round < rounds; round++) { // the first is to warm this side up
            for (int i = 0; i < contestants.size(); i++) {
                int at = Math.floorMod(i + round, contestants.size());
                Result result = FirstTickRound.of(contestants.get(at));
                if (round >= 0) {
                    results.get(at).add(result);
                }
            }
        }
        System.out.println("milliseconds: medians of " + rounds + "; in brackets, times " + Contestants.JDK_CONSUMER);
        for (int i = 0; i < contestants.size(); i++) {
            System.out.println(line(contestants.get(i).name(), results.get(i), results.get(0)));
        }
    }

    private static void addPollux(List<Contestant> contestants, String suffix, String classPath) {
        contestants.add(new Contestant(Contestants.POLLUX_NIO + suffix, "nio", List.of(), classPath));
        for (String binding : BINDINGS) {
            contestants.add(new Contestant(
                    "Pollux " + binding + suffix, "epoll", List.of("-Ddev.pollux.binding=" + binding), classPath));
        }
    }

    private static String line(String name, List<Result> results, List<Result> beside) {
        return String.format(
                Locale.ROOT,
                "%-22s first tick late %s, latest of %d %s; until it listens %s, to the first reply %s",
                name,
                figure(results, beside, Result::firstTick),
                FirstTickServer.TICKS,
                figure(results, beside, Result::latestTick),
                figure(results, beside, Result::listening),
                figure(results, beside, each -> each.listening() + each.firstReply()));
    }

    private static String figure(List<Result> results, List<Result> beside, ToDoubleFunction<Result> of) {
        double median = median(results, of);
        return String.format(Locale.ROOT, "%6.2f (%.2f)", median, median / median(beside, of));
    }

    private static double median(List<Result> results, ToDoubleFunction<Result> of) {
        List<Double> sorted = new ArrayList<>();
        results.forEach(each -> sorted.add(of.applyAsDouble(each)));
        Collections.sort(sorted);
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
