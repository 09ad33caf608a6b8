package dev.pollux.benchmarks.servers;

import dev.pollux.benchmarks.CPrograms;
import dev.pollux.benchmarks.Plan;
import dev.pollux.benchmarks.Suite;
import dev.pollux.benchmarks.results.Better;
import dev.pollux.benchmarks.results.Results;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Echo and HTTP servers side by side. Servers run on the first processor, their client on the second. Contestants are
 * measured in turn within each round.
 */
public final class ServersSuite implements Suite {
    static final String NAME = "servers";

    private static final String START_UP = "start-up";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void run(Plan plan, Results results) throws IOException, InterruptedException {
        String whyNot = whyNot();
        if (whyNot != null) {
            plan.log().println("without the side-by-side servers: " + whyNot);
            return;
        }
        Scenes scenes = new Scenes(NAME, plan, results);
        List<Contestant> contestants = scenes.available(Contestant.ALL);
        scenes.run(Scene.ALL, contestants);
        if (plan.wants(START_UP)) {
            startUp(contestants, plan, results);
        }
    }

    static String whyNot() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return "they are for Linux";
        }
        if (Runtime.getRuntime().availableProcessors() < 2) {
            return "server and client need a processor each";
        }
        if (!Launcher.has("taskset")) {
            return "there is no taskset here";
        }
        for (String program : List.of("echo", "load")) {
            if (CPrograms.find(program).isEmpty()) {
                return CPrograms.whyMissing(program);
            }
        }
        return null;
    }

    private static void startUp(List<Contestant> contestants, Plan plan, Results results) throws IOException {
        Times times = Times.of(plan);
        for (int round = 0; round < plan.rounds(); round++) {
            for (Contestant contestant : Plan.turns(contestants, round)) {
                double millis = medianStart(contestant, times.starts());
                results.add(
                        NAME, START_UP, "to the first reply", contestant.name(), "time", "ms", Better.LOWER, millis);
                plan.log()
                        .println(String.format(
                                Locale.ROOT,
                                "%s, %s: %.0f ms to the first reply",
                                START_UP,
                                contestant.name(),
                                millis));
            }
        }
    }

    private static double medianStart(Contestant contestant, int starts) throws IOException {
        double[] millis = new double[starts];
        for (int i = 0; i < starts; i++) {
            millis[i] = StartUp.millisToFirstReply(contestant);
        }
        Arrays.sort(millis);
        return millis[starts / 2];
    }
}
