package dev.pollux.benchmarks.servers;

import dev.pollux.benchmarks.servers.child.Kind;
import java.util.List;

/**
 * One case: how the servers are loaded.
 *
 * @param group as the report has it
 * @param name of the case within the group
 * @param kind what is served
 * @param load how
 * @param connections how many there are
 * @param active how many of them say something
 * @param messageBytes of each message, or of HTTP how many requests are sent at once
 * @param quick whether it is a part of the smoke test
 * @param isPaced whether it is loaded at a rate that is common to all, too
 */
record Scene(
        String group,
        String name,
        Kind kind,
        Load load,
        int connections,
        int active,
        int messageBytes,
        boolean quick,
        boolean isPaced) {
    /** How a scene is loaded. */
    enum Load {
        /** Messages to and fro. */
        ECHO,
        /** Connections opened and closed. */
        STORM,
        /** By wrk. */
        HTTP,
        /** By h2load. */
        HTTP2
    }

    static final List<Scene> ALL = List.of(
            echo("64 B, 1 connection", 1, 64, false),
            echo("64 B, 64 connections", 64, 64, true),
            echo("64 B, 1000 connections", 1000, 64, false),
            echo("64 B, 10000 connections", 10000, 64, false),
            echo("4 KiB, 64 connections", 64, 4096, false),
            echo("64 KiB, 64 connections", 64, 65536, false),
            new Scene("unix", "64 B, 1 connection", Kind.UNIX, Load.ECHO, 1, 1, 64, false),
            new Scene("unix", "64 B, 64 connections", Kind.UNIX, Load.ECHO, 64, 64, 64, false),
            new Scene("udp", "64 B, 16 senders", Kind.UDP, Load.ECHO, 16, 16, 64, false),
            new Scene("http", "keep-alive, 64 connections", Kind.HTTP, Load.HTTP, 64, 64, 1, false),
            new Scene("http", "pipelined 16, 64 connections", Kind.HTTP, Load.HTTP, 64, 64, 16, false),
            new Scene("accept", "accept and close", Kind.TCP, Load.STORM, 64, 64, 1, true),
            new Scene("idle", "100 active of 10000", Kind.TCP, Load.ECHO, 10000, 100, 64, false));

    /** Those of the comparison of readiness with completion. */
    static final List<Scene> OF_COMPLETIONS = List.of(
            ofCompletions(64, 64, true),
            ofCompletions(64, 1000, false),
            ofCompletions(64, 8000, false),
            ofCompletions(4096, 64, false),
            ofCompletions(4096, 1000, false),
            ofCompletions(4096, 8000, false));

    /** Those of Netty's own codecs. */
    static final List<Scene> OF_NETTY = List.of(
            new Scene("HTTP/1.1", "64 connections", Kind.HTTP1, Load.HTTP, 64, 64, 1, true),
            new Scene("HTTP/1.1", "1000 connections", Kind.HTTP1, Load.HTTP, 1000, 1000, 1, false),
            new Scene("HTTP/2", "64 connections", Kind.HTTP2, Load.HTTP2, 64, 64, 1, true),
            new Scene("HTTP/2", "1000 connections", Kind.HTTP2, Load.HTTP2, 1000, 1000, 1, false));

    Scene(
            String group,
            String name,
            Kind kind,
            Load load,
            int connections,
            int active,
            int messageBytes,
            boolean quick) {
        this(group, name, kind, load, connections, active, messageBytes, quick, load == Load.ECHO);
    }

    private static Scene ofCompletions(int messageBytes, int connections, boolean isFirst) {
        String size = messageBytes < 1024 ? messageBytes + " B" : messageBytes / 1024 + " KiB";
        return new Scene(
                "echo",
                size + ", " + connections + " connections",
                Kind.TCP,
                Load.ECHO,
                connections,
                connections,
                messageBytes,
                isFirst,
                false);
    }

    private static Scene echo(String name, int connections, int messageBytes, boolean quick) {
        return new Scene("echo", name, Kind.TCP, Load.ECHO, connections, connections, messageBytes, quick);
    }

    /** {@return whether system calls are counted: where what a loop does for each message shows best} */
    boolean countsSystemCalls() {
        return load == Load.ECHO && connections == 64;
    }

    @Override
    public String toString() {
        return group + ": " + name;
    }
}
