package dev.pollux.benchmarks.report;

import java.util.List;

/**
 * A figure of the first page.
 *
 * @param label what it is, in a reader's words
 * @param scene its name, or how that begins with an asterisk behind it: the last of those
 */
record Headline(String label, String suite, String group, String scene, String metric) {
    /** What a server's author asks first: what an event costs, then what a whole server costs. */
    static final List<Headline> ALL = List.of(
            micro("an event, one socket ready", "dispatch", "1 ready of 1", "time an event"),
            micro("an event, 64 sockets ready", "dispatch", "64 ready of 64", "time an event"),
            micro("an event, 64 ready among thousands", "dispatch", "64 ready of *000", "time an event"),
            micro("wake a loop that is awake", "wakeup", "awake", "time a wakeup"),
            micro("wake a loop that sleeps", "wakeup", "asleep", "time a wakeup"),
            micro("tasks handed to a loop by one thread", "hand-over", "1 producer", "tasks a second"),
            micro("change an interest and change it back", "interest", "toggled and back", "time a toggle"),
            micro("open, register and close a socket", "churn", "open, register, close", "time a cycle"),
            micro("set and cancel a timer among a million", "timers", "add and cancel, 1000000*", "time a timer"),
            micro("Java heap of an idle registration", "memory", "idle registration", "heap a registration"),
            servers("echo, 64 connections: processor time a message", "echo", "64 B, 64 c*", "server CPU a message"),
            servers("echo, 1000 connections: the same", "echo", "64 B, 1000 c*", "server CPU a message"),
            servers("echo, 64 connections: garbage a message", "echo", "64 B, 64 c*", "bytes allocated a message"),
            completions("echo by completions, 64 connections: processor time a message", "64 B, 64 c*"),
            completions("echo by completions, 1000 connections: the same", "64 B, 1000 c*"),
            completions("echo by completions, 8000 connections: the same", "64 B, 8000 c*"),
            servers("HTTP, 64 connections: requests a second", "http", "keep-alive, 64 c*", "messages a second"),
            servers("accept and close: connections a second", "accept", "accept and close", "connections a second"),
            servers("start-up, to the first reply", "start-up", "to the first reply", "time"));

    private static Headline micro(String label, String group, String scene, String metric) {
        return new Headline(label, "micro", group, scene, metric);
    }

    private static Headline servers(String label, String group, String scene, String metric) {
        return new Headline(label, "servers", group, scene, metric);
    }

    private static Headline completions(String label, String scene) {
        return new Headline(label, "completions", "echo", scene, "server CPU a message");
    }
}
