package dev.pollux.benchmarks.servers;

import dev.pollux.benchmarks.CPrograms;
import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.servers.child.Kind;
import dev.pollux.benchmarks.servers.child.Layer;
import dev.pollux.benchmarks.servers.child.Reads;
import dev.pollux.benchmarks.servers.child.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who is compared.
 *
 * @param name as the report prints it
 * @param layer what it stands on, or null for C
 * @param program of C which program, or null for Java
 * @param flags JVM flags of its own, beside those that all have, or of C what its command begins with
 */
record Contestant(String name, Layer layer, String program, List<String> flags) {
    private static final String EPOLL_PROGRAM = "echo";
    static final String RING_PROGRAM = "echo_uring";

    static final List<Contestant> ALL = List.of(
            c(Contestants.C, EPOLL_PROGRAM),
            c(Contestants.C_ONE_THREAD, EPOLL_PROGRAM, "env", CPrograms.ONE_THREAD),
            pollux(Contestants.POLLUX_FFM, Layer.POLLUX_EPOLL, "ffm"),
            pollux(Contestants.POLLUX_JNI, Layer.POLLUX_EPOLL, "jni"),
            pollux(Contestants.POLLUX_JNR, Layer.POLLUX_EPOLL, "jnr"),
            java(Contestants.POLLUX_NIO, Layer.POLLUX_NIO),
            java(Contestants.JDK_CONSUMER, Layer.SELECTOR),
            java(Contestants.NETTY_NIO, Layer.NETTY_NIO),
            java(Contestants.NETTY_EPOLL, Layer.NETTY_EPOLL),
            java(Contestants.NETTY_IO_URING, Layer.NETTY_IO_URING));

    /**
     * {@return those of the comparison of readiness with completion}
     *
     * @param bindings the bindings that Pollux is to be measured by
     */
    static List<Contestant> ofCompletions(List<String> bindings) {
        List<Contestant> all = new ArrayList<>();
        all.add(c(Contestants.C_EPOLL, EPOLL_PROGRAM));
        all.add(c(Contestants.C_IO_URING, RING_PROGRAM));
        for (String binding : bindings) {
            all.add(pollux(Contestants.by(Contestants.POLLUX_IO_URING, binding), Layer.POLLUX_IO_URING, binding));
            all.add(pollux(
                            Contestants.by(Contestants.POLLUX_IO_URING_OPERATIONS, binding),
                            Layer.POLLUX_IO_URING,
                            binding)
                    .with(Reads.OWN_BUFFERS));
            all.add(pollux(Contestants.by(Contestants.POLLUX_EPOLL, binding), Layer.POLLUX_EPOLL, binding));
            all.add(pollux(Contestants.by(Contestants.POLLUX_EMULATED, binding), Layer.POLLUX_EMULATED, binding));
        }
        all.add(java(Contestants.NETTY_IO_URING, Layer.NETTY_IO_URING));
        all.add(java(Contestants.NETTY_EPOLL, Layer.NETTY_EPOLL));
        return List.copyOf(all);
    }

    /**
     * {@return those of the comparison of Netty's transports}
     *
     * @param bindings the bindings that Pollux is to be measured by
     */
    static List<Contestant> ofNetty(List<String> bindings) {
        List<Contestant> all = new ArrayList<>();
        for (String binding : bindings) {
            all.add(pollux(
                    Contestants.by(Contestants.NETTY_ON_POLLUX_EPOLL, binding), Layer.NETTY_POLLUX_EPOLL, binding));
            all.add(pollux(
                    Contestants.by(Contestants.NETTY_ON_POLLUX_IO_URING, binding),
                    Layer.NETTY_POLLUX_IO_URING,
                    binding));
        }
        all.add(java(Contestants.NETTY_NIO, Layer.NETTY_NIO));
        all.add(java(Contestants.NETTY_EPOLL, Layer.NETTY_EPOLL));
        all.add(java(Contestants.NETTY_IO_URING, Layer.NETTY_IO_URING));
        return List.copyOf(all);
    }

    static Contestant c(String name, String program, String... prefix) {
        return new Contestant(name, null, program, List.of(prefix));
    }

    private static Contestant java(String name, Layer layer, String... flags) {
        return new Contestant(name, layer, null, List.of(flags));
    }

    static Contestant pollux(String name, Layer layer, String binding) {
        return java(name, layer, "-Ddev.pollux.binding=" + binding);
    }

    /** {@return the same with another place for what it reads} */
    Contestant with(Reads reads) {
        return with(List.of("-D" + Reads.PROPERTY + "=" + reads));
    }

    /** {@return the same with more flags} */
    Contestant with(List<String> more) {
        return new Contestant(
                name,
                layer,
                program,
                Stream.concat(flags.stream(), more.stream()).toList());
    }

    /** {@return whether it allocates on a heap that can be asked} */
    boolean isJava() {
        return layer != null;
    }

    /**
     * {@return the command that starts its server}
     *
     * @param path where a Unix socket is to be, or null
     */
    List<String> command(Kind kind, Path path) {
        List<String> command = new ArrayList<>();
        if (isJava()) {
            command.addAll(JavaCommand.base());
            command.addAll(flags);
            command.addAll(List.of(ServerProcess.class.getName(), layer.name()));
        } else {
            command.addAll(flags);
            command.add(CPrograms.require(program).toString());
        }
        command.add(kind.argument());
        if (path != null) {
            command.add(path.toString());
        }
        return command;
    }
}
