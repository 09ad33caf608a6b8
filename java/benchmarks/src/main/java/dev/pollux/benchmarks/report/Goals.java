package dev.pollux.benchmarks.report;

import static dev.pollux.benchmarks.report.Rule.AT_MOST;
import static dev.pollux.benchmarks.report.Rule.AT_MOST_TIMES_THE_SCENE;
import static dev.pollux.benchmarks.report.Rule.OURS_AT_LEAST_TIMES_THEIRS;
import static dev.pollux.benchmarks.report.Rule.OURS_AT_MOST_TIMES_THEIRS;
import static dev.pollux.benchmarks.report.Rule.THEIRS_AT_LEAST_TIMES_OURS;
import static dev.pollux.benchmarks.report.Rule.WORST_AT_MOST;

import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.servers.NettySuite;
import java.util.ArrayList;
import java.util.List;

/** What Pollux is to reach. */
final class Goals {
    private static final String[] FLOORS = {Contestants.C, Contestants.C_ONE_THREAD};
    private static final String[] JDK = {Contestants.JDK_SELECT, Contestants.JDK_CONSUMER};
    private static final String[] NETTY = {Contestants.NETTY_EPOLL, Contestants.NETTY_NIO};

    private static final String COMPLETIONS = "completions";
    private static final List<String> ON_RING = List.of(
            Contestants.POLLUX_IO_URING,
            Contestants.by(Contestants.POLLUX_IO_URING, "jni"),
            Contestants.by(Contestants.POLLUX_IO_URING, "jnr"));

    private final List<Goal> goals = new ArrayList<>();

    private Goals() {}

    static List<Goal> all() {
        Goals goals = new Goals();
        goals.dispatch();
        goals.wakeups();
        goals.handOver();
        goals.registrations();
        goals.echo();
        goals.accepts();
        goals.idle();
        goals.timers();
        goals.allocation();
        goals.startUp();
        goals.completions();
        goals.netty();
        return List.copyOf(goals.goals);
    }

    private void dispatch() {
        for (String ready : List.of("1", "64", "1000")) {
            Scene scene = new Scene(1, "micro", "dispatch", ready + " ready of *", "time an event");
            for (String floor : FLOORS) {
                add(scene, OURS_AT_MOST_TIMES_THEIRS, ready.equals("1") ? 1.20 : 1.05, floor);
            }
            add(scene, THEIRS_AT_LEAST_TIMES_OURS, 1.12, Contestants.JDK_CONSUMER);
            add(scene, THEIRS_AT_LEAST_TIMES_OURS, 1.30, Contestants.JDK_SELECT);
        }
    }

    private void wakeups() {
        add(new Scene(2, "micro", "wakeup", "awake", "time a wakeup"), THEIRS_AT_LEAST_TIMES_OURS, 20, JDK);
        add(new Scene(2, "micro", "wakeup", "asleep", "time a wakeup"), OURS_AT_MOST_TIMES_THEIRS, 1.10, Contestants.C);
    }

    private void handOver() {
        for (String producers : List.of("1 producer", "2 producers", "4 producers")) {
            add(new Scene(3, "micro", "hand-over", producers, "tasks a second"), OURS_AT_LEAST_TIMES_THEIRS, 2, NETTY);
        }
    }

    private void registrations() {
        add(
                new Scene(4, "micro", "interest", "toggled and back", "time a toggle"),
                THEIRS_AT_LEAST_TIMES_OURS,
                10,
                JDK);
        Scene churn = new Scene(4, "micro", "churn", "open, register, close", "time a cycle");
        add(churn, OURS_AT_MOST_TIMES_THEIRS, 1.15, Contestants.C);
        add(churn, THEIRS_AT_LEAST_TIMES_OURS, 1.5, JDK);
    }

    private void echo() {
        for (String connections : List.of("64", "1000", "10000")) {
            String name = "64 B, " + connections + " connections";
            Scene cost = new Scene(5, "servers", "echo", name, "server CPU a message");
            for (String floor : FLOORS) {
                add(cost, OURS_AT_MOST_TIMES_THEIRS, 1.03, floor);
            }
            add(cost, THEIRS_AT_LEAST_TIMES_OURS, 1.08, JDK);
            add(cost, THEIRS_AT_LEAST_TIMES_OURS, 1.12, Contestants.NETTY_EPOLL);
            Scene tail = new Scene(5, "servers", "echo", name, "p99");
            add(tail, OURS_AT_MOST_TIMES_THEIRS, 1, Contestants.C);
            add(tail, OURS_AT_MOST_TIMES_THEIRS, 1, JDK);
            add(tail, OURS_AT_MOST_TIMES_THEIRS, 1, Contestants.NETTY_EPOLL);
        }
    }

    private void accepts() {
        Scene scene = new Scene(6, "servers", "accept", "accept and close", "connections a second");
        add(scene, OURS_AT_LEAST_TIMES_THEIRS, 1.25, JDK);
        add(scene, OURS_AT_LEAST_TIMES_THEIRS, 1.25, Contestants.NETTY_EPOLL);
    }

    private void idle() {
        goals.add(new Scene(7, "micro", "memory", "idle registration", "heap a registration")
                .goal(AT_MOST, 96)
                .beside(
                        Contestants.JDK_SELECT,
                        Contestants.JDK_CONSUMER,
                        Contestants.NETTY_NIO,
                        Contestants.NETTY_EPOLL));
        add(new Scene(7, "micro", "idle", "*000 idle", "time a wait"), AT_MOST_TIMES_THE_SCENE, 1.05, "10 idle");
    }

    private void timers() {
        goals.add(new Scene(8, "micro", "timers", "add and cancel, 1000000 pending", "time a timer")
                .goal(AT_MOST, 50)
                .beside(Contestants.NETTY_NIO, Contestants.NETTY_EPOLL, Contestants.AGRONA));
    }

    private void allocation() {
        // What a profiler counts between two samples is never quite nothing. New sockets' objects are "heap".
        add(new Scene(9, "*", "*", "*", "bytes*"), WORST_AT_MOST, 0.05);
    }

    private void startUp() {
        for (String binding : Findings.BINDINGS) {
            goals.add(new Scene(10, "servers", "start-up", "to the first reply", "time")
                    .goal(OURS_AT_MOST_TIMES_THEIRS, 1.3, JDK)
                    .of(binding));
        }
    }

    private void completions() {
        completions("64 B, 64", 1.03);
        completions("64 B, 1000", 1.00);
        completions("64 B, 8000", 0.95);
        completions("4 KiB, 64", 0.95);
        Scene calls = new Scene(12, COMPLETIONS, "echo", "64 B, 64 connections", "system calls a message");
        goals.add(calls.goal(AT_MOST, 0.1).ours(ON_RING).beside(Contestants.C_IO_URING, Contestants.NETTY_IO_URING));
        goals.add(calls.goal(OURS_AT_MOST_TIMES_THEIRS, 1, Contestants.POLLUX_EPOLL)
                .of(Contestants.POLLUX_EMULATED));
        Scene bytes = new Scene(13, "*", "*", "*", "bytes*");
        goals.add(bytes.goal(WORST_AT_MOST, 0.05).ours(ON_RING));
        goals.add(bytes.goal(WORST_AT_MOST, 0.05).of(Contestants.POLLUX_EMULATED));
    }

    /** On io_uring a message costs little more than in C by the same mechanism, and less than by epoll. */
    private void completions(String scene, double beyondEpoll) {
        Scene cost = new Scene(11, COMPLETIONS, "echo", scene + " connections", "server CPU a message");
        goals.add(cost.goal(OURS_AT_MOST_TIMES_THEIRS, 1.06, Contestants.C_IO_URING)
                .ours(ON_RING));
        goals.add(cost.goal(OURS_AT_MOST_TIMES_THEIRS, beyondEpoll, Contestants.C_EPOLL)
                .ours(ON_RING)
                .beside(Contestants.C_IO_URING));
        for (String netty : List.of(Contestants.NETTY_IO_URING, Contestants.NETTY_EPOLL)) {
            goals.add(cost.goal(OURS_AT_MOST_TIMES_THEIRS, 1, netty).ours(ON_RING));
        }
    }

    /** A server of Netty's takes no more on Pollux than on the best transport that Netty has by the same mechanism. */
    private void netty() {
        for (String group : List.of("HTTP/1.1", "HTTP/2")) {
            for (String connections : List.of("64", "1000")) {
                Scene cost =
                        new Scene(14, NettySuite.NAME, group, connections + " connections", "server CPU a message");
                for (String theirs : NETTY) {
                    goals.add(cost.goal(OURS_AT_MOST_TIMES_THEIRS, 1, theirs).of(Contestants.NETTY_ON_POLLUX_EPOLL));
                }
            }
        }
    }

    private void add(Scene scene, Rule rule, double bound, String... theirs) {
        goals.add(scene.goal(rule, bound, theirs));
    }

    private record Scene(int number, String suite, String group, String scene, String metric) {
        Goal goal(Rule rule, double bound, String... theirs) {
            return new Goal(
                    number, suite, group, scene, metric, Findings.BINDINGS, rule, bound, List.of(theirs), List.of());
        }
    }
}
