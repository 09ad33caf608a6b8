package dev.pollux.examples.demo;

import dev.pollux.examples.load.LoadPlan;
import dev.pollux.examples.load.LoadResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The HTTP server on Pollux, and the same server on a bare Selector: same parser, same responses. */
final class HttpTopic extends Topic implements AutoCloseable {
    private static final int CONNECTIONS = 64;
    private static final double BEFORE_SECONDS = 0.1;

    /** Of the slower server's full speed: enough to matter, and little enough to be kept on a machine that is not quiet. */
    private static final double COMMON_RATE_SHARE = 0.25;

    /** With less than this share of the rate answered in time, requests queue up, and latency tells of the queue. */
    private static final double KEPT_SHARE = 0.98;

    private final Children servers;
    private double slowestRate = Double.MAX_VALUE;
    private boolean rateMissed;

    HttpTopic(DemoPlan plan, int threads) {
        super(plan, Subject.HTTP);
        servers = new Children(layer -> ServerChild.startHttp(layer, threads));
    }

    @Override
    void warmUp(Contender contender) throws IOException, InterruptedException {
        LoadResult result = load(servers.of(contender), 0, plan.warmUpSeconds());
        slowestRate = Math.min(slowestRate, result.replies() / plan.warmUpSeconds());
    }

    @Override
    void measure(Contender contender) throws IOException, InterruptedException {
        ServerChild server = servers.of(contender);
        ServerChild.Usage before = server.usage();
        LoadResult full = load(server, 0, plan.loadSeconds());
        ServerChild.Usage after = server.usage();
        contender.add(Figure.HTTP_RATE, full.ratePerSecond() / 1e3);
        contender.add(Figure.HTTP_PROCESSOR, processorMicros(before, after, full));
        contender.add(Figure.HTTP_GARBAGE, allocatedBytes(before, after, full));
        LoadResult atRate = load(server, commonRate(), plan.loadSeconds());
        rateMissed |= atRate.ratePerSecond() < KEPT_SHARE * commonRate();
        contender.add(Figure.HTTP_P99, atRate.percentileMicros(99));
    }

    private double commonRate() {
        return Math.max(100, 100 * Math.rint(COMMON_RATE_SHARE * slowestRate / 100));
    }

    /** {@return what a reader must know} */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add(String.format(
                Locale.ROOT, "HTTP replies' time is at %,.0f requests a second for both servers.", commonRate()));
        if (rateMissed) {
            notes.add(
                    "The rate was not kept in every round: this machine had other work, or too few processors. The time of"
                            + " replies tells of that, not of the servers.");
        }
        return notes;
    }

    private static LoadResult load(ServerChild server, double rate, double seconds)
            throws IOException, InterruptedException {
        return load(new LoadPlan(
                server.address(),
                LoadPlan.Protocol.HTTP,
                "/plaintext",
                CONNECTIONS,
                1,
                rate,
                rate > 0 ? BEFORE_SECONDS : 0,
                seconds,
                1,
                1));
    }

    @Override
    public void close() {
        servers.close();
    }
}
