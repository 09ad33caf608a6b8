package dev.pollux.benchmarks.micro;

import dev.pollux.benchmarks.CPrograms;
import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.micro.Measure.Sample;
import dev.pollux.benchmarks.micro.Scene.Figure;
import dev.pollux.benchmarks.results.Better;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;

/** Puts a scene together: C first, then those that the JMH benchmark's parameter {@code contestant} names, in its order. */
final class SceneBuilder {
    private static final double NANOS_PER_SECOND = 1e9;

    private final String group;
    private final String name;
    private final Map<String, Measure> contestants = new LinkedHashMap<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private double countEachCall = 1;
    private final Set<String> leftOut = new HashSet<>();
    private int threads = 1;
    private boolean rate;

    private SceneBuilder(String group, String name) {
        this.group = group;
        this.name = name;
    }

    static SceneBuilder scene(String group, String name) {
        return new SceneBuilder(group, name);
    }

    /** The C program, which prints nanoseconds. Its last argument is how many milliseconds to measure. */
    SceneBuilder c(String program, Object... arguments) {
        contestants.put(Contestants.C, c(List.of(), program, arguments));
        return this;
    }

    /** The C program, and beside it the same with one thread. */
    SceneBuilder cAndOneThread(String program, Object... arguments) {
        c(program, arguments);
        contestants.put(Contestants.C_ONE_THREAD, c(List.of("env", CPrograms.ONE_THREAD), program, arguments));
        return this;
    }

    private Measure c(List<String> prefix, String program, Object... arguments) {
        return pace -> {
            List<String> command = new ArrayList<>(prefix);
            command.add(CPrograms.require(program).toString());
            Stream.of(arguments).map(Object::toString).forEach(command::add);
            command.add(Long.toString(pace.measuredMillis()));
            return new Sample(figure(Program.run(command)), Measure.NONE);
        };
    }

    /** A parameter of the benchmark's. */
    SceneBuilder with(String parameter, Object value) {
        parameters.put(parameter, value.toString());
        return this;
    }

    /** How many of what is counted a call of the benchmark's method does. */
    SceneBuilder countEachCall(double count) {
        countEachCall = count;
        return this;
    }

    /** Several threads do it, and the figure is how many a second all of them do. */
    SceneBuilder rateOf(int someThreads) {
        threads = someThreads;
        rate = true;
        return this;
    }

    /** A contestant that does not take part. */
    SceneBuilder without(String contestant) {
        leftOut.add(contestant);
        return this;
    }

    SceneBuilder java(Class<? extends MicroBenchmark> benchmark, String method) {
        for (String contestant : contestantsOf(benchmark)) {
            JmhRun run = run(benchmark, method, contestant);
            contestants.put(contestant, pace -> {
                Sample call = run.run(pace);
                return new Sample(figure(call.figure() / countEachCall), call.bytes() / countEachCall);
            });
        }
        return this;
    }

    /** The method's time less another's, each in a JVM of its own. */
    SceneBuilder javaBeyond(Class<? extends MicroBenchmark> benchmark, String method, String baseline) {
        for (String contestant : contestantsOf(benchmark)) {
            JmhRun run = run(benchmark, method, contestant);
            JmhRun without = run(benchmark, baseline, contestant);
            contestants.put(contestant, pace -> {
                Sample call = run.run(pace);
                Sample less = without.run(pace);
                return new Sample(
                        (call.figure() - less.figure()) / countEachCall, (call.bytes() - less.bytes()) / countEachCall);
            });
        }
        return this;
    }

    /** A program in Java, which prints the figure. Its first argument is the contestant. */
    SceneBuilder program(Class<?> main, List<String> names, Object... arguments) {
        for (String contestant : names) {
            contestants.put(contestant, pace -> {
                List<String> command = new ArrayList<>();
                command.add(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
                command.addAll(List.of(JmhRun.OWN_FLAGS));
                command.addAll(
                        List.of(MicroBenchmark.class.getAnnotation(Fork.class).jvmArgsAppend()));
                command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), contestant));
                Stream.of(arguments).map(Object::toString).forEach(command::add);
                return new Sample(Program.run(command), Measure.NONE);
            });
        }
        return this;
    }

    private JmhRun run(Class<? extends MicroBenchmark> benchmark, String method, String contestant) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.put("contestant", contestant);
        return new JmhRun(benchmark, method, all, threads);
    }

    private double figure(double nanos) {
        return rate ? NANOS_PER_SECOND * threads / nanos : nanos;
    }

    private List<String> contestantsOf(Class<? extends MicroBenchmark> benchmark) {
        try {
            Param all = benchmark.getField("contestant").getAnnotation(Param.class);
            return Stream.of(all.value())
                    .filter(each -> !leftOut.contains(each))
                    .toList();
        } catch (NoSuchFieldException e) {
            throw new IllegalArgumentException(benchmark + " has no parameter contestant", e);
        }
    }

    /** What is counted: {@code an event}. */
    Scene time(String one) {
        return new Scene(group, name, new Figure("time " + one, "ns", Better.LOWER), "bytes " + one, contestants);
    }

    /** What is timed, and leaves objects that somebody has asked for: {@code a connection}. */
    Scene timeOfNew(String one) {
        return new Scene(group, name, new Figure("time " + one, "ns", Better.LOWER), "heap " + one, contestants);
    }

    /** What is counted, one and many: {@code a task}, {@code tasks}. */
    Scene rate(String one, String many) {
        return new Scene(
                group, name, new Figure(many + " a second", "1/s", Better.HIGHER), "bytes " + one, contestants);
    }

    /** What of is told: {@code a registration}. */
    Scene heap(String one) {
        return new Scene(group, name, new Figure("heap " + one, "B", Better.LOWER), "heap " + one, contestants);
    }
}
