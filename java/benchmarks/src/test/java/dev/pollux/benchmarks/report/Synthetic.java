package dev.pollux.benchmarks.report;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.results.Better;
import dev.pollux.benchmarks.results.Results;
import java.util.LinkedHashMap;
import java.util.Map;

/** Results of a run that never was, with figures that are known. */
final class Synthetic {
    private static final double[] ROUNDS = {1.00, 1.02, 0.99, 1.01, 0.98};

    private final Results results = new Results();

    /** {@return a run of every figure that a goal or a chart is about} */
    static Results whole() {
        Synthetic run = new Synthetic();
        for (String scene : new String[] {
            "1 ready of 1",
            "64 ready of 64",
            "1000 ready of 1000",
            "1 ready of 100000",
            "64 ready of 100000",
            "1000 ready of 100000"
        }) {
            run.micro("dispatch", scene, "time an event", "ns", 180, costs(1.03, 1.3, 1.2, 1.28));
            run.micro("dispatch", scene, "bytes an event", "B", 1, Map.of(Contestants.POLLUX_FFM, 0.0));
        }
        run.micro("wakeup", "awake", "time a wakeup", "ns", 5, costs(1.1, 62, 60, 9));
        run.micro("wakeup", "asleep", "time a wakeup", "ns", 5200, costs(1.06, 1.3, 1.28, 1.15));
        for (String producers : new String[] {"1 producer", "2 producers", "4 producers"}) {
            run.add("micro", "hand-over", producers, "tasks a second", "", Better.HIGHER, 21e6, tasks());
        }
        run.micro("interest", "toggled and back", "time a toggle", "ns", 8, costs(1.1, 95, 90, 40));
        run.micro("churn", "open, register, close", "time a cycle", "ns", 2400, costs(1.09, 1.9, 1.8, 2.4));
        run.micro("timers", "add and cancel, 1000000 pending", "time a timer", "ns", 31, timers());
        run.micro("memory", "idle registration", "heap a registration", "B", 1, memory());
        run.micro("idle", "10 idle", "time a wait", "ns", 500, costs(1.1, 1.5, 1.4, 1.2));
        run.micro("idle", "100000 idle", "time a wait", "ns", 510, costs(1.1, 1.5, 1.4, 1.2));
        double cost = 6.1;
        for (String scene : new String[] {
            "64 B, 1 connection", "64 B, 64 connections", "64 B, 1000 connections", "64 B, 10000 connections"
        }) {
            run.servers("echo", scene, "server CPU a message", "us", cost, costs(1.02, 1.11, 1.1, 1.16));
            run.servers("echo", scene, "p99", "us", cost * 30, costs(1.0, 1.2, 1.2, 1.4));
            cost -= 0.5;
        }
        run.add(
                "servers",
                "accept",
                "accept and close",
                "connections a second",
                "",
                Better.HIGHER,
                41_000,
                costs(0.97, 0.8, 0.8, 0.7));
        run.servers("start-up", "to the first reply", "time", "ms", 100, costs(1.9, 1.6, 1.6, 2.8));
        run.completions();
        run.netty();
        run.fact("date", "2026-11-25 12:00 UTC");
        run.fact("commit", "0123456789ab");
        run.fact("command", "java -jar java/benchmarks/target/pollux-benchmarks.jar report");
        run.fact("rounds", "5");
        return run.results();
    }

    private void completions() {
        for (String scene : new String[] {"64 B, 64", "64 B, 1000", "64 B, 8000", "4 KiB, 64"}) {
            add(
                    "completions",
                    "echo",
                    scene + " connections",
                    "server CPU a message",
                    "us",
                    Better.LOWER,
                    6,
                    onCompletions(0.9, 0.92, 1.02));
        }
        add(
                "completions",
                "echo",
                "64 B, 64 connections",
                "system calls a message",
                "count",
                Better.LOWER,
                1,
                onCompletions(0.05, 0.06, 1.9));
        add(
                "completions",
                "echo",
                "64 B, 64 connections",
                "bytes allocated a message",
                "B",
                Better.LOWER,
                1,
                Map.of(Contestants.POLLUX_IO_URING, 0.0, Contestants.POLLUX_EMULATED, 0.0));
    }

    private void netty() {
        for (String group : new String[] {"HTTP/1.1", "HTTP/2"}) {
            for (String scene : new String[] {"64 connections", "1000 connections"}) {
                add(
                        "netty",
                        group,
                        scene,
                        "server CPU a message",
                        "us",
                        Better.LOWER,
                        9,
                        Map.of(
                                Contestants.NETTY_ON_POLLUX_EPOLL,
                                0.97,
                                Contestants.NETTY_NIO,
                                1.1,
                                Contestants.NETTY_EPOLL,
                                1.0));
            }
        }
    }

    private static Map<String, Double> onCompletions(double cOnRing, double ring, double emulated) {
        return Map.of(
                Contestants.C_EPOLL,
                1.0,
                Contestants.C_IO_URING,
                cOnRing,
                Contestants.POLLUX_IO_URING,
                ring,
                Contestants.POLLUX_EPOLL,
                emulated * 1.01,
                Contestants.POLLUX_EMULATED,
                emulated,
                Contestants.NETTY_IO_URING,
                1.2,
                Contestants.NETTY_EPOLL,
                1.15);
    }

    private static Map<String, Double> costs(double pollux, double select, double consumer, double netty) {
        Map<String, Double> costs = new LinkedHashMap<>();
        costs.put(Contestants.C, 1.0);
        costs.put(Contestants.C_ONE_THREAD, 1.0);
        costs.put(Contestants.POLLUX_FFM, pollux);
        costs.put(Contestants.POLLUX_JNI, pollux * 1.02);
        costs.put(Contestants.POLLUX_JNR, pollux * 1.06);
        costs.put(Contestants.JDK_SELECT, select);
        costs.put(Contestants.JDK_CONSUMER, consumer);
        costs.put(Contestants.NETTY_NIO, netty * 1.05);
        costs.put(Contestants.NETTY_EPOLL, netty);
        costs.put(Contestants.NETTY_IO_URING, netty * 1.1);
        costs.put(Contestants.AGRONA, 1.35);
        return costs;
    }

    private static Map<String, Double> tasks() {
        return Map.of(
                Contestants.POLLUX_FFM,
                1.0,
                Contestants.POLLUX_JNI,
                0.98,
                Contestants.NETTY_EPOLL,
                0.41,
                Contestants.NETTY_NIO,
                0.52,
                Contestants.AGRONA,
                1.1);
    }

    private static Map<String, Double> timers() {
        return Map.of(Contestants.POLLUX_FFM, 1.0, Contestants.NETTY_EPOLL, 9.0, Contestants.AGRONA, 0.8);
    }

    private static Map<String, Double> memory() {
        return Map.of(Contestants.POLLUX_FFM, 88.0, Contestants.JDK_SELECT, 320.0, Contestants.NETTY_EPOLL, 900.0);
    }

    Synthetic micro(
            String group, String scene, String metric, String unit, double base, Map<String, Double> contestants) {
        return add("micro", group, scene, metric, unit, Better.LOWER, base, contestants);
    }

    Synthetic servers(
            String group, String scene, String metric, String unit, double base, Map<String, Double> contestants) {
        return add("servers", group, scene, metric, unit, Better.LOWER, base, contestants);
    }

    private Synthetic add(
            String suite,
            String group,
            String scene,
            String metric,
            String unit,
            Better better,
            double base,
            Map<String, Double> contestants) {
        contestants.forEach((contestant, factor) -> {
            for (double round : ROUNDS) {
                // Each contestant's rounds lie a little otherwise, by its name: as noise, but always the same.
                double noise = 1 + (round - 1) * (1 + contestant.length() % 4);
                results.add(suite, group, scene, contestant, metric, unit, better, base * factor * noise);
            }
        });
        return this;
    }

    /** Adds a figure's samples. */
    Synthetic samples(String group, String scene, String contestant, String metric, String unit, double... samples) {
        return samples(group, scene, contestant, metric, unit, Better.LOWER, samples);
    }

    Synthetic samples(
            String group,
            String scene,
            String contestant,
            String metric,
            String unit,
            Better better,
            double... samples) {
        for (double sample : samples) {
            results.add("micro", group, scene, contestant, metric, unit, better, sample);
        }
        return this;
    }

    /** Adds round trips a second of an echo server on Windows. */
    Synthetic windows(String contestant, double... samples) {
        for (double sample : samples) {
            results.add(
                    "windows",
                    "echo",
                    "16 connections",
                    contestant,
                    "round trips a second",
                    "1/s",
                    Better.HIGHER,
                    sample);
        }
        return this;
    }

    Synthetic fact(String name, String value) {
        results.fact(name, value);
        return this;
    }

    Results results() {
        return results;
    }
}
