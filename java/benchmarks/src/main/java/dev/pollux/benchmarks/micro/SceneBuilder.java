package dev.pollux.benchmarks.micro;

import dev.pollux.benchmarks.CPrograms;
import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.micro.Measure.Sample;
import dev.pollux.benchmarks.micro.Scene.Figure;
import dev.pollux.benchmarks.results.Better;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Param;

/** Puts a scene together: C first, then those that the JMH benchmark's parameter {@code contestant} names, in its order. */
final class SceneBuilder {
    private static final double NANOS_PER_SECOND = 1e9;

    private final String group;
    private final String name;
    private final Map<String, Measure> contestants = new LinkedHashMap<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private double countEachCall = 1;
    private boolean rate;

    private SceneBuilder(String group, String name) {
        this.group = group;
        this.name = name;
    }

    static SceneBuilder scene(String group, String name) {
        return new SceneBuilder(group, name);
    }

    /** The C program, which prints nanoseconds; its last argument is how many milliseconds to measure. */
    SceneBuilder c(String program, Object... arguments) {
        contestants.put(Contestants.C, pace -> {
            List<String> command = new ArrayList<>();
            command.add(CPrograms.require(program).toString());
            Stream.of(arguments).map(Object::toString).forEach(command::add);
            command.add(Long.toString(pace.measuredMillis()));
            return new Sample(figure(Program.run(command)), Measure.NONE);
        });
        return this;
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

    /** The figure is how many a second, not how long each. */
    SceneBuilder rate() {
        rate = true;
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

    private JmhRun run(Class<? extends MicroBenchmark> benchmark, String method, String contestant) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.put("contestant", contestant);
        return new JmhRun(benchmark, method, all);
    }

    private double figure(double nanos) {
        return rate ? NANOS_PER_SECOND / nanos : nanos;
    }

    static List<String> contestantsOf(Class<? extends MicroBenchmark> benchmark) {
        try {
            return List.of(
                    benchmark.getField("contestant").getAnnotation(Param.class).value());
        } catch (NoSuchFieldException e) {
            throw new IllegalArgumentException(benchmark + " has no parameter contestant", e);
        }
    }

    /** What is counted, in singular and plural: an event, events. */
    Scene of(String one, String many) {
        Figure figure = rate
                ? new Figure(many + " a second", "1/s", Better.HIGHER)
                : new Figure("time " + one, "ns", Better.LOWER);
        return new Scene(group, name, figure, one, contestants);
    }
}
