package dev.pollux.benchmarks.report;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.report.ChartDrawing.Bar;
import dev.pollux.benchmarks.report.ChartDrawing.Row;
import dev.pollux.benchmarks.report.ChartPlan.Panel;
import dev.pollux.benchmarks.results.Better;
import dev.pollux.benchmarks.results.Measurement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The charts that there are, and what they show of the figures. One whose figures are missing is left out. */
final class Charts {
    private static final List<ChartPlan> PLANS = List.of(
            new ChartPlan(
                    "dispatch.svg",
                    "From the kernel to the callback: what an event costs",
                    "times the same loop in C; lower is better",
                    "micro",
                    List.of(
                            new Panel("1 ready of 1", "dispatch", "1 ready of 1", "time an event"),
                            new Panel("64 ready of 64", "dispatch", "64 ready of 64", "time an event"),
                            new Panel("1000 ready of 1000", "dispatch", "1000 ready of 1000", "time an event"),
                            new Panel("64 ready of thousands", "dispatch", "64 ready of *000", "time an event")),
                    List.of(
                            Contestants.POLLUX_FFM,
                            Contestants.POLLUX_JNI,
                            Contestants.POLLUX_JNR,
                            Contestants.JDK_SELECT,
                            Contestants.JDK_CONSUMER,
                            Contestants.NETTY_EPOLL,
                            Contestants.AGRONA),
                    Contestants.C,
                    1,
                    false),
            new ChartPlan(
                    "operations.svg",
                    "What else a loop does",
                    "times the cost of Pollux with ffm, which is 1; right of it is worse than Pollux",
                    "micro",
                    List.of(
                            new Panel("wake a loop that is awake", "wakeup", "awake", "time a wakeup"),
                            new Panel("wake a loop that sleeps", "wakeup", "asleep", "time a wakeup"),
                            new Panel("hand over a task", "hand-over", "1 producer", "tasks a second"),
                            new Panel("toggle interest", "interest", "toggled and back", "time a toggle"),
                            new Panel("open, register, close", "churn", "open, register, close", "time a cycle"),
                            new Panel("a timer among a million", "timers", "add and cancel, 1000000*", "time a timer")),
                    List.of(
                            Contestants.C,
                            Contestants.JDK_SELECT,
                            Contestants.JDK_CONSUMER,
                            Contestants.NETTY_NIO,
                            Contestants.NETTY_EPOLL,
                            Contestants.AGRONA),
                    Contestants.POLLUX_FFM,
                    1,
                    true),
            new ChartPlan(
                    "hand-over.svg",
                    "Tasks handed to a loop by other threads",
                    "million tasks a second; higher is better",
                    "micro",
                    List.of(
                            new Panel("1 producer", "hand-over", "1 producer", "tasks a second"),
                            new Panel("2 producers", "hand-over", "2 producers", "tasks a second"),
                            new Panel("4 producers", "hand-over", "4 producers", "tasks a second")),
                    Findings.ORDER,
                    "",
                    1e6,
                    false),
            echo(
                    "echo-cpu.svg",
                    "Echo server, 64 bytes: processor time a message",
                    "µs of the server's own; lower is better",
                    "server CPU a message"),
            echo(
                    "echo-p99.svg",
                    "Echo server, 64 bytes, at a fixed rate: the slowest of a hundred",
                    "µs from when a message was due, 99th percentile; lower is better",
                    "p99"),
            new ChartPlan(
                    "completions-cpu.svg",
                    "One echo server by readiness and by completions: processor time a message",
                    "times C on epoll; lower is better",
                    "completions",
                    Stream.of("64 B, 64", "64 B, 1000", "64 B, 8000", "4 KiB, 64", "4 KiB, 1000", "4 KiB, 8000")
                            .map(scene -> new Panel(scene, "echo", scene + " connections", "server CPU a message"))
                            .toList(),
                    List.of(
                            Contestants.C_EPOLL,
                            Contestants.C_IO_URING,
                            Contestants.POLLUX_IO_URING,
                            Contestants.POLLUX_IO_URING_OPERATIONS,
                            Contestants.POLLUX_EPOLL,
                            Contestants.POLLUX_EMULATED,
                            Contestants.NETTY_IO_URING,
                            Contestants.NETTY_EPOLL),
                    Contestants.C_EPOLL,
                    1,
                    false));

    private Charts() {}

    private static ChartPlan echo(String file, String title, String axis, String metric) {
        List<Panel> panels = Stream.of("1 connection", "64 connections", "1000 connections", "10000 connections")
                .map(connections -> new Panel(connections, "echo", "64 B, " + connections, metric))
                .toList();
        List<String> contestants = List.of(
                Contestants.C,
                Contestants.POLLUX_FFM,
                Contestants.POLLUX_JNI,
                Contestants.POLLUX_JNR,
                Contestants.JDK_SELECT,
                Contestants.JDK_CONSUMER,
                Contestants.NETTY_NIO,
                Contestants.NETTY_EPOLL,
                Contestants.NETTY_IO_URING);
        return new ChartPlan(file, title, axis, "servers", panels, contestants, "", 1, false);
    }

    static List<Chart> of(Findings findings) throws IOException {
        List<Chart> charts = new ArrayList<>();
        for (ChartPlan plan : PLANS) {
            draw(findings, plan).ifPresent(charts::add);
        }
        return charts;
    }

    /** {@return a chart, or nothing if all its figures are missing} */
    static Optional<Chart> draw(Findings findings, ChartPlan plan) throws IOException {
        List<Row> rows = plan.panels().stream()
                .map(panel -> new Row(panel.label(), bars(findings, plan, panel)))
                .filter(row -> !row.bars().isEmpty())
                .toList();
        return rows.isEmpty() ? Optional.empty() : Optional.of(new Chart(plan.file(), plan.title(), drawn(plan, rows)));
    }

    private static String drawn(ChartPlan plan, List<Row> rows) throws IOException {
        try {
            return new ChartDrawing(plan, rows).svg();
        } catch (LinkageError | InternalError e) { // what a JDK says where it finds no font, or no library to read one
            throw new IOException("charts need a JDK with java.desktop, fontconfig, and a font such as DejaVu Sans", e);
        }
    }

    private static List<Bar> bars(Findings findings, ChartPlan plan, Panel panel) {
        List<String> scenes = findings.scenes(plan.suite(), panel.group(), panel.scene());
        if (scenes.isEmpty()) {
            return List.of();
        }
        String scene = scenes.get(scenes.size() - 1);
        return plan.contestants().stream()
                .flatMap(each -> findings.find(plan.suite(), panel.group(), scene, each, panel.metric()).stream())
                .flatMap(figure -> bar(findings, plan, figure).stream())
                .filter(bar -> Double.isFinite(bar.max()))
                .toList();
    }

    private static Optional<Bar> bar(Findings findings, ChartPlan plan, Measurement figure) {
        if (plan.relativeTo().isEmpty()) {
            List<Double> scaled =
                    figure.samples().stream().map(each -> each / plan.scale()).toList();
            return Optional.of(bar(figure, new Spread(scaled)));
        }
        return findings.ofAnother(figure, plan.relativeTo()).map(reference -> {
            Comparison cost = figure.better() == Better.LOWER
                    ? Comparison.of(figure, reference)
                    : Comparison.of(reference, figure);
            return bar(figure, new Spread(cost.ratios()));
        });
    }

    private static Bar bar(Measurement figure, Spread value) {
        return new Bar(figure.contestant(), value.median(), value.min(), value.max());
    }
}
