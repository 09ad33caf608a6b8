package dev.pollux.benchmarks.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How each of the JMH benchmarks is run by hand. {@link MicroSuite} sets its own times. A benchmark has a parameter {@code
 * contestant}, whose values are the names of {@link dev.pollux.benchmarks.Contestants} that take part beside C.
 *
 * <p>The JVM's flags are the same for all. Each is there because one of the contestants is faster, or quieter, with it: native
 * access and the JDK's own packages are open as the READMEs of Pollux, Netty and Agrona advise, and Netty's leak detection is
 * off. The heap has one size, so that its growth is nobody's cost.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-Xms1g",
            "-Xmx1g",
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "-Dio.netty.tryReflectionSetAccessible=true",
            "-Dio.netty.leakDetection.level=disabled",
            "-Dagrona.disable.bounds.checks=true"
        })
public abstract class MicroBenchmark {
    MicroBenchmark() {}
}
