package dev.pollux.examples.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Compares the HTTP server on Pollux with the same server on a bare Selector: same parser, same responses, same flags,
 * each in a JVM of its own, loaded in turn so that what the machine does meanwhile meets both.
 */
public final class Demo {
    private static final int ROUNDS = 3;
    private static final double FIRST_WARM_UP_SECONDS = 4;
    private static final double WARM_UP_SECONDS = 0.5;
    private static final double MEASURE_SECONDS = 2.5;

    /** Of the slower server's full speed: enough to matter, and little enough to be kept on a machine that is not quiet. */
    private static final double COMMON_RATE_SHARE = 0.25;

    private final PrintWriter out;
    private final int threads;
    private double commonRate;

    /** Creates a demo that prints there, of servers with so many threads. */
    public Demo(PrintWriter out, int threads) {
        this.out = out;
        this.threads = threads;
    }

    /** Runs it: three quarters of a minute. */
    public void run() throws IOException, InterruptedException {
        try (Contender pollux = new Contender("Pollux", ServerUnderTest.Layer.POLLUX, threads);
                Contender selector = new Contender("Selector", ServerUnderTest.Layer.SELECTOR, threads)) {
            say("Pollux runs on %s", pollux.description());
            if (pollux.description().startsWith("backend=nio")) {
                say(
                        "So both servers stand on java.nio's Selector here: expect no difference. Run doctor for remedies.");
            }
            Contender[] contenders = {pollux, selector};
            for (Contender contender : contenders) {
                say("warming up: %s", contender.name);
                contender.warmUp(FIRST_WARM_UP_SECONDS);
            }
            for (int round = 1; round <= ROUNDS; round++) {
                measure(round, contenders);
            }
            out.println();
            out.print(new DemoReport(pollux, selector, commonRate, ROUNDS, threads).text());
            out.flush();
        }
    }

    private void measure(int round, Contender[] contenders) throws IOException, InterruptedException {
        double slowest = Double.MAX_VALUE;
        for (Contender contender : contenders) {
            double rate = contender.fullSpeed(WARM_UP_SECONDS, MEASURE_SECONDS);
            say("round %d of %d: %-8s as fast as it goes: %.0f requests/s", round, ROUNDS, contender.name, rate);
            slowest = Math.min(slowest, rate);
        }
        if (round == 1) {
            commonRate = Math.max(100, 100 * Math.rint(COMMON_RATE_SHARE * slowest / 100));
        }
        for (Contender contender : contenders) {
            double p50 = contender.atRate(commonRate, WARM_UP_SECONDS, MEASURE_SECONDS);
            say("round %d of %d: %-8s at %.0f requests/s: p50 %.0f us", round, ROUNDS, contender.name, commonRate, p50);
        }
    }

    private void say(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
