package dev.pollux.benchmarks.micro;

import dev.pollux.benchmarks.results.Measurement;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A benchmark's method in a JVM of its own, by JMH.
 *
 * @param benchmark the class
 * @param method its method
 * @param parameters its parameters
 * @param threads how many threads call it
 */
record JmhRun(Class<? extends MicroBenchmark> benchmark, String method, Map<String, String> parameters, int threads) {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /** JMH and Netty use Unsafe, of which newer JVMs warn. */
    static final String[] OWN_FLAGS =
            Runtime.version().feature() >= 23 ? new String[] {"--sun-misc-unsafe-memory-access=allow"} : new String[0];

    /**
     * {@return the nanoseconds, of one thread, and the bytes allocated, of one call of the method}
     *
     * @throws IOException if it fails
     */
    Measure.Sample run(Pace pace) throws IOException {
        TimeValue time = TimeValue.milliseconds(pace.millis());
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(benchmark.getName() + "." + method) + "$")
                .forks(1)
                .threads(threads)
                .warmupIterations(pace.warmups())
                .warmupTime(time)
                .measurementIterations(pace.iterations())
                .measurementTime(time)
                .addProfiler(GCProfiler.class)
                .jvmArgs(Stream.concat(Stream.of(OWN_FLAGS), pace.flags().stream())
                        .toArray(String[]::new)) // not this JVM's; and those of MicroBenchmark
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        parameters.forEach(options::param);
        try {
            RunResult result = new Runner(options.build()).runSingle();
            return new Measure.Sample(result.getPrimaryResult().getScore(), allocated(result));
        } catch (RunnerException e) {
            throw new IOException(this + " failed: " + e.getMessage(), e);
        }
    }

    /** The median of the iterations: the last one has what the benchmark's end allocates, too. */
    private double allocated(RunResult result) throws IOException {
        List<Double> bytes = result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .<Result<?>>map(iteration -> iteration.getSecondaryResults().get(ALLOCATED))
                .filter(Objects::nonNull)
                .map(Result::getScore)
                .toList();
        if (bytes.isEmpty()) {
            throw new IOException("JMH's profiler gave no " + ALLOCATED + " of " + this);
        }
        return Measurement.medianOf(bytes);
    }

    @Override
    public String toString() {
        return benchmark.getSimpleName() + "." + method + " " + parameters;
    }
}
