package dev.pollux.benchmarks.servers;

import dev.pollux.benchmarks.Plan;
import dev.pollux.benchmarks.results.Better;
import dev.pollux.benchmarks.results.Results;
import dev.pollux.benchmarks.servers.child.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One scene: its servers are started, all at rest but the one that is loaded, and live through all rounds. In a round each is
 * measured once as fast as replies come, and once at the rate that is common to all.
 */
final class SceneRun implements AutoCloseable {
    /** Of the slowest server's full rate: each keeps it, with some to spare. */
    private static final double COMMON_RATE_SHARE = 0.5;

    /** With less than this share of the rate answered in time, latency tells of a queue that only grows. */
    private static final double KEPT_SHARE = 0.98;

    /** On a quiet machine the client, alone on its processor, waits less than this. */
    private static final double QUIET_SHARE = 0.02;

    private final String suite;
    private final Scene scene;
    private final Plan plan;
    private final Results results;
    private final Times times;
    private final List<ServerChild> servers = new ArrayList<>();
    private final List<Integer> descriptors = new ArrayList<>();
    private final HttpLoad http;
    private double commonRate;
    private double othersShare;

    /** @param suite the name that the figures are filed under */
    SceneRun(String suite, Scene scene, List<Contestant> contestants, Plan plan, Results results) throws IOException {
        this.suite = suite;
        this.scene = scene;
        this.plan = plan;
        this.results = results;
        times = Times.of(plan);
        http = HttpLoad.of(scene);
        try {
            for (Contestant contestant : contestants) {
                start(contestant);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void start(Contestant contestant) throws IOException {
        try {
            ServerChild server = new ServerChild(contestant, scene.kind());
            servers.add(server);
            descriptors.add(server.descriptors());
        } catch (Ready.Unavailable e) {
            plan.log().println(scene + ": without " + contestant.name() + ": " + e.getMessage());
        }
    }

    void run() throws IOException, InterruptedException {
        warmUp();
        for (int round = 0; round < plan.rounds(); round++) {
            round(round);
        }
        if (http == null) {
            sayWhoElseRan();
        }
    }

    private void sayWhoElseRan() {
        String share = percent(othersShare);
        results.fact("others' share of the client's processor, at most, in " + scene, share);
        if (othersShare > QUIET_SHARE) {
            plan.log()
                    .println(scene + ": others had the client's processor for up to " + share
                            + " of a measurement: this machine is not quiet");
        }
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private void warmUp() throws IOException, InterruptedException {
        List<WarmUp> warmUps = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            int index = i;
            ServerChild server = servers.get(i);
            if (http != null) {
                http.check(server);
            }
            warmUps.add(new WarmUp(server.contestant.isJava(), times, () -> loadToWarm(index), server::compilerNanos));
        }
        while (warmUps.stream().anyMatch(WarmUp::goesOn)) {
            for (WarmUp each : warmUps) {
                if (each.goesOn()) {
                    each.pass();
                }
            }
        }
        double most = warmUps.stream().mapToDouble(WarmUp::compilerShare).max().orElse(0);
        results.fact("the JIT compiler's share of a server's last warm-up, at most, in " + scene, percent(most));
    }

    /** Returns the server's own processor time: others' work on this machine is not to leave it half compiled. */
    private long loadToWarm(int index) throws IOException, InterruptedException {
        ServerChild server = servers.get(index);
        Client.Measured measured = http != null
                ? http.load(server, scene, times.wrkSeconds())
                : Client.load(server, scene, 0, 0, times.warmUpSeconds());
        server.awaitClosed(descriptors.get(index));
        return measured.result().cpuNanos();
    }

    private List<Integer> order(int round) {
        return Plan.turns(IntStream.range(0, servers.size()).boxed().toList(), round);
    }

    private void round(int round) throws IOException, InterruptedException {
        double slowest = Double.MAX_VALUE;
        for (int index : order(round)) {
            slowest = Math.min(slowest, fullRate(index));
        }
        if (scene.load() != Scene.Load.ECHO) {
            return;
        }
        if (round == 0 && scene.countsSystemCalls()) {
            countSystemCalls();
        }
        if (!scene.isPaced()) {
            return;
        }
        if (round == 0) {
            commonRate = Math.max(1, Math.rint(COMMON_RATE_SHARE * slowest / 100) * 100);
            results.fact(
                    "common rate of " + scene,
                    String.format(Locale.ROOT, "%.0f a second, half of the slowest one's", commonRate));
        }
        for (int index : order(round)) {
            atCommonRate(index);
        }
    }

    private double fullRate(int index) throws IOException, InterruptedException {
        ServerChild server = servers.get(index);
        Client.Measured measured = http != null
                ? http.load(server, scene, times.wrkSeconds())
                : Client.load(server, scene, 0, times.warmSeconds(), times.measureSeconds());
        LoadResult result = measured.result();
        othersShare = Math.max(othersShare, result.othersShare());
        String each = scene.load() == Scene.Load.STORM ? "connection" : "message";
        add(server, each + "s a second", "1/s", Better.HIGHER, result.ratePerSecond());
        add(server, "server CPU a " + each, "us", Better.LOWER, result.cpuMicrosEach());
        if (server.contestant.isJava()) {
            double allocated = measured.allocatedBytes();
            String bytes = scene.load() == Scene.Load.STORM ? "heap a " : "bytes allocated a ";
            add(server, bytes + each, "B", Better.LOWER, allocated / result.messages());
        }
        if (result.p999Us() > 0) {
            add(server, "p99.9 at the full rate", "us", Better.LOWER, result.p999Us());
        }
        if (http == null) {
            add(server, "resident memory", "MiB", Better.LOWER, result.residentBytes() / 1024.0 / 1024.0);
        }
        if (scene.kind() == Kind.UDP) {
            add(server, "datagrams lost", "count", Better.LOWER, result.lost());
        }
        server.awaitClosed(descriptors.get(index));
        plan.log()
                .println(String.format(
                        Locale.ROOT,
                        "%s, %s: %.0f %ss a second, %.2f us of CPU each",
                        scene,
                        server.contestant.name(),
                        result.ratePerSecond(),
                        each,
                        result.cpuMicrosEach()));
        return result.ratePerSecond();
    }

    private void atCommonRate(int index) throws IOException, InterruptedException {
        ServerChild server = servers.get(index);
        LoadResult result = Client.load(server, scene, commonRate, times.warmSeconds(), times.latencySeconds())
                .result();
        othersShare = Math.max(othersShare, result.othersShare());
        add(server, "server CPU a message at a fixed rate", "us", Better.LOWER, result.cpuMicrosEach());
        add(server, "p50", "us", Better.LOWER, result.p50Us());
        add(server, "p99", "us", Better.LOWER, result.p99Us());
        add(server, "p99.9", "us", Better.LOWER, result.p999Us());
        add(server, "max", "us", Better.LOWER, result.maxUs());
        server.awaitClosed(descriptors.get(index));
        if (result.ratePerSecond() < KEPT_SHARE * commonRate) {
            plan.log()
                    .println(String.format(
                            Locale.ROOT,
                            "%s, %s: %.0f of %.0f messages a second: the rate was not kept, latencies tell of a queue",
                            scene,
                            server.contestant.name(),
                            result.ratePerSecond(),
                            commonRate));
        }
    }

    /** In a run of its own, of which nothing else is told. */
    private void countSystemCalls() throws IOException, InterruptedException {
        SystemCalls counter = null;
        for (SystemCalls each : SystemCalls.values()) {
            String whyNot = each.whyNot();
            if (whyNot == null) {
                counter = each;
                break;
            }
            plan.log().println(scene + ": system calls are not counted by " + each + ": " + whyNot);
        }
        if (counter == null) {
            return;
        }
        results.fact("system calls counted by", counter.toString());
        for (int i = 0; i < servers.size(); i++) {
            ServerChild server = servers.get(i);
            double calls = counter.each(server, scene, times.measureSeconds());
            add(server, "system calls a message", "count", Better.LOWER, calls);
            server.awaitClosed(descriptors.get(i));
        }
    }

    private void add(ServerChild server, String metric, String unit, Better better, double sample) {
        results.add(suite, scene.group(), scene.name(), server.contestant.name(), metric, unit, better, sample);
    }

    @Override
    public void close() throws IOException {
        try {
            for (ServerChild server : servers) {
                server.close();
            }
        } finally {
            if (http != null) {
                http.close();
            }
        }
    }
}
