package dev.pollux.benchmarks.micro;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.Plan;
import dev.pollux.benchmarks.Suite;
import dev.pollux.benchmarks.micro.Measure.Sample;
import dev.pollux.benchmarks.results.Better;
import dev.pollux.benchmarks.results.Results;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The micro-benchmarks: what a loop does beside moving bytes, through Pollux by each binding, through its peers, and in C.
 *
 * <p>In each round, the contestants of a scene take their turns one after the other, each in a process of its own: a fork of
 * JMH's with short iterations, or the C program. So what the machine does meanwhile hits all of them alike, and figures of the
 * same round belong together. One that fails is told in the end, when the others have been measured.
 */
public final class MicroSuite implements Suite {
    private static final Set<String> LEFT_OUT_IF_QUICK = Set.of(
            Contestants.POLLUX_JNR,
            Contestants.POLLUX_NIO,
            Contestants.POLLUX_IO_URING + " jnr",
            Contestants.POLLUX_EMULATED + " jni",
            Contestants.POLLUX_EMULATED + " jnr",
            Contestants.JDK_SELECT);

    private final List<String> failures = new ArrayList<>();

    @Override
    public String name() {
        return "micro";
    }

    @Override
    public void run(Plan plan, Results results) throws IOException, InterruptedException {
        PrintWriter log = plan.log();
        System.setProperty(
                "jmh.ignoreLock", "true"); // two runs at once are the caller's to avoid, and its right to have
        Availability availability = new Availability();
        availability.missing().forEach((contestant, why) -> log.println("left out: " + contestant + ": " + why));
        try (Pinning pinning = new Pinning()) {
            log.println(pinning.describe());
            for (Scene scene : Scenes.all(plan.quick())) {
                if (plan.wants(scene.group())) {
                    for (int round = 0; round < plan.rounds(); round++) {
                        run(scene, round, plan, availability, results);
                    }
                }
            }
        }
        if (!failures.isEmpty()) {
            throw new IOException("failed in the micro-benchmarks: " + String.join("; ", failures));
        }
    }

    private void run(Scene scene, int round, Plan plan, Availability availability, Results results)
            throws IOException, InterruptedException {
        PrintWriter log = plan.log();
        log.print(scene.group() + ", " + scene.name() + ", round " + (round + 1) + ", "
                + scene.figure().metric() + ":");
        for (Map.Entry<String, Measure> each : scene.contestants().entrySet()) {
            String contestant = each.getKey();
            if (!availability.has(contestant) || plan.quick() && LEFT_OUT_IF_QUICK.contains(contestant)) {
                continue;
            }
            try {
                Sample sample = each.getValue().take(plan.quick() ? Pace.QUICK : Pace.USUAL);
                add(scene, contestant, sample, results);
                log.printf(Locale.ROOT, " %s %.1f", contestant, sample.figure());
            } catch (IOException e) {
                log.print(" " + contestant + " FAILED");
                failures.add(scene.group() + ", " + scene.name() + ", " + contestant + ": " + e.getMessage() + ": "
                        + rootOf(e));
            }
            log.flush();
        }
        log.println();
    }

    private static Throwable rootOf(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null
                || root.getSuppressed().length > 0) { // JMH suppresses what a benchmark has thrown
            root = root.getCause() != null ? root.getCause() : root.getSuppressed()[0];
        }
        return root;
    }

    private void add(Scene scene, String contestant, Sample sample, Results results) {
        results.add(
                name(),
                scene.group(),
                scene.name(),
                contestant,
                scene.figure().metric(),
                scene.figure().unit(),
                scene.figure().better(),
                sample.figure());
        if (!Double.isNaN(sample.bytes())) {
            results.add(
                    name(), scene.group(), scene.name(), contestant, scene.bytes(), "B", Better.LOWER, sample.bytes());
        }
    }

    /**
     * Runs it alone, and prints what it finds: {@code java -cp pollux-benchmarks.jar dev.pollux.benchmarks.micro.MicroSuite
     * [rounds [a part of a group's name]]}. With 0 rounds it is a smoke test.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        String only = arguments.length > 1 ? arguments[1] : "";
        Results results = new Results();
        Plan plan = new Plan(Math.max(rounds, 1), rounds == 0, only, new PrintWriter(System.out, true));
        try {
            new MicroSuite().run(plan, results);
        } finally {
            Summary.print(results, System.out);
        }
    }
}
