package dev.pollux.benchmarks.servers;

import dev.pollux.benchmarks.CPrograms;
import dev.pollux.benchmarks.Plan;
import dev.pollux.benchmarks.Suite;
import dev.pollux.benchmarks.results.Better;
import dev.pollux.benchmarks.results.Results;
import dev.pollux.benchmarks.servers.child.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Echo and HTTP servers side by side. Servers run on the first processor, their client on the second. Contestants are
 * measured in turn within each round.
 */
public final class ServersSuite implements Suite {
    static final String NAME = "servers";

    /** Beside its connections a process has files, and a JVM has many. */
    private static final int OTHER_DESCRIPTORS = 200;

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
        results.fact(
                "flags of the servers' JVMs",
                String.join(" ", JavaCommand.flags(Runtime.version().feature())));
        List<Contestant> contestants = available(plan, results);
        long descriptors = descriptorLimit();
        boolean wrk = Launcher.has("wrk");
        for (Scene scene : Scene.ALL) {
            if (!plan.wants(scene.group()) || plan.quick() && !scene.quick()) {
                continue;
            }
            if (scene.connections() + OTHER_DESCRIPTORS > descriptors) {
                plan.log().println("without " + scene + ": a process may open only " + descriptors + " files");
            } else if (scene.load() == Scene.Load.HTTP && !wrk) {
                plan.log().println("without " + scene + ": there is no wrk here");
            } else {
                try (SceneRun run = new SceneRun(scene, contestants, plan, results)) {
                    run.run();
                }
            }
            plan.log().flush();
        }
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

    private static long descriptorLimit() throws IOException, InterruptedException {
        String limit = Launcher.run(List.of("sh", "-c", "ulimit -Hn")).strip();
        return limit.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(limit);
    }

    private static List<Contestant> available(Plan plan, Results results) throws IOException {
        List<Contestant> available = new ArrayList<>();
        for (Contestant contestant : Contestant.ALL) {
            try (ServerChild server = new ServerChild(contestant, Kind.TCP)) {
                available.add(contestant);
                results.fact("server " + contestant.name(), server.ready.description());
                plan.log().println(contestant.name() + ": " + server.ready.description());
            } catch (Ready.Unavailable e) {
                plan.log().println("without " + contestant.name() + ": " + e.getMessage());
            }
        }
        return available;
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
