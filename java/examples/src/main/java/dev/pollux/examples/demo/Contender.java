package dev.pollux.examples.demo;

import dev.pollux.examples.load.LoadClient;
import dev.pollux.examples.load.LoadPlan;
import dev.pollux.examples.load.LoadReport;
import dev.pollux.examples.load.LoadResult;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** One of the two servers, with what was measured of it. */
final class Contender implements AutoCloseable {
    private static final int CONNECTIONS = 64;

    /** With less than this share of the rate answered in time, requests queue up, and latency tells of the queue. */
    private static final double KEPT_SHARE = 0.98;

    final String name;
    private final ServerChild server;
    private final Map<Figure, Samples> samples = new EnumMap<>(Figure.class);
    private boolean rateMissed;

    Contender(String name, ServerUnderTest.Layer layer, int threads) throws IOException {
        this.name = name;
        this.server = ServerChild.start(layer, threads);
        for (Figure figure : Figure.values()) {
            samples.put(figure, new Samples());
        }
    }

    String description() {
        return server.description();
    }

    /** {@return whether a rate was once not kept} */
    boolean rateMissed() {
        return rateMissed;
    }

    Samples samples(Figure figure) {
        return samples.get(figure);
    }

    /** Loads it without measuring, until the JIT compiler has done most of its work. */
    void warmUp(double seconds) throws IOException, InterruptedException {
        load(0, 0, seconds);
    }

    /** {@return requests a second, as fast as replies come} */
    double fullSpeed(double warmUpSeconds, double seconds) throws IOException, InterruptedException {
        ServerChild.Usage before = server.usage();
        LoadResult result = load(0, warmUpSeconds, seconds);
        ServerChild.Usage after = server.usage();
        double allocated = after.allocatedBytes() - before.allocatedBytes();
        samples(Figure.FULL_RATE).add(result.ratePerSecond());
        samples(Figure.FULL_PROCESSOR).add(processorMicros(before, after, result));
        samples(Figure.ALLOCATED).add(allocated / result.replies());
        return result.ratePerSecond();
    }

    /** {@return the latency that half of the requests keep below, at a rate, in microseconds} */
    double atRate(double ratePerSecond, double warmUpSeconds, double seconds) throws IOException, InterruptedException {
        ServerChild.Usage before = server.usage();
        LoadResult result = load(ratePerSecond, warmUpSeconds, seconds);
        ServerChild.Usage after = server.usage();
        rateMissed |= result.ratePerSecond() < KEPT_SHARE * ratePerSecond;
        samples(Figure.RATE_PROCESSOR).add(processorMicros(before, after, result));
        samples(Figure.P50).add(result.percentileMicros(50));
        samples(Figure.P99).add(result.percentileMicros(99));
        samples(Figure.P999).add(result.percentileMicros(99.9));
        return result.percentileMicros(50);
    }

    private static double processorMicros(ServerChild.Usage before, ServerChild.Usage after, LoadResult result) {
        return (after.processorNanos() - before.processorNanos()) / 1e3 / result.replies();
    }

    private LoadResult load(double ratePerSecond, double warmUpSeconds, double seconds)
            throws IOException, InterruptedException {
        LoadPlan plan = new LoadPlan(
                server.address(),
                LoadPlan.Protocol.HTTP,
                "/plaintext",
                CONNECTIONS,
                1,
                ratePerSecond,
                warmUpSeconds,
                seconds,
                1,
                1);
        LoadResult result = LoadClient.run(plan, opened -> {});
        if (result.errorCount() > 0) {
            throw new IOException(name + " made errors:\n" + LoadReport.text(result));
        }
        return result;
    }

    @Override
    public void close() {
        server.close();
    }
}
