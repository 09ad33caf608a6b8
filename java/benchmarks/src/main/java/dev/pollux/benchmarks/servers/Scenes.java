package dev.pollux.benchmarks.servers;

import dev.pollux.benchmarks.Plan;
import dev.pollux.benchmarks.results.Results;
import dev.pollux.benchmarks.servers.child.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The scenes of a suite, one after the other, by those contestants that there are here. */
final class Scenes {
    /** Beside its connections a process has files, and a JVM has many. */
    private static final int OTHER_DESCRIPTORS = 200;

    private final String suite;
    private final Plan plan;
    private final Results results;

    Scenes(String suite, Plan plan, Results results) {
        this.suite = suite;
        this.plan = plan;
        this.results = results;
    }

    /** {@return those that can be started here} The log tells why the others can't. */
    List<Contestant> available(List<Contestant> contestants) throws IOException {
        List<Contestant> available = new ArrayList<>();
        for (Contestant contestant : contestants) {
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

    void run(List<Scene> scenes, List<Contestant> contestants) throws IOException, InterruptedException {
        results.fact(
                "flags of the servers' JVMs",
                String.join(" ", JavaCommand.flags(Runtime.version().feature())));
        long descriptors = descriptorLimit();
        boolean wrk = Launcher.has("wrk");
        boolean h2load = Launcher.has(H2load.PROGRAM);
        for (Scene scene : scenes) {
            if (!plan.wants(scene.toString()) || plan.quick() && !scene.quick()) {
                continue;
            }
            if (scene.connections() + OTHER_DESCRIPTORS > descriptors) {
                plan.log().println("without " + scene + ": a process may open only " + descriptors + " files");
            } else if (scene.load() == Scene.Load.HTTP && !wrk) {
                plan.log().println("without " + scene + ": there is no wrk here");
            } else if (scene.load() == Scene.Load.HTTP2 && !h2load) {
                plan.log().println("without " + scene + ": there is no h2load here (nghttp2-client has it)");
            } else {
                try (SceneRun run = new SceneRun(suite, scene, contestants, plan, results)) {
                    run.run();
                }
            }
            plan.log().flush();
        }
    }

    private static long descriptorLimit() throws IOException, InterruptedException {
        String limit = Launcher.run(List.of("sh", "-c", "ulimit -Hn")).strip();
        return limit.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(limit);
    }
}
