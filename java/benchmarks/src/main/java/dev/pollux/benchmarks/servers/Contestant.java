package dev.pollux.benchmarks.servers;

import dev.pollux.benchmarks.CPrograms;
import dev.pollux.benchmarks.Contestants;
import dev.pollux.benchmarks.servers.child.Kind;
import dev.pollux.benchmarks.servers.child.Layer;
import dev.pollux.benchmarks.servers.child.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is compared.
 *
 * @param name as the report prints it
 * @param layer what it stands on, or null for C
 * @param flags JVM flags of its own, beside those that all have, or of C what its command begins with
 */
record Contestant(String name, Layer layer, List<String> flags) {
    static final List<Contestant> ALL = List.of(
            new Contestant(Contestants.C, null, List.of()),
            new Contestant(Contestants.C_ONE_THREAD, null, List.of("env", CPrograms.ONE_THREAD)),
            pollux(Contestants.POLLUX_FFM, "ffm"),
            pollux(Contestants.POLLUX_JNI, "jni"),
            pollux(Contestants.POLLUX_JNR, "jnr"),
            new Contestant(Contestants.POLLUX_NIO, Layer.POLLUX_NIO, List.of()),
            new Contestant(Contestants.JDK_CONSUMER, Layer.SELECTOR, List.of()),
            new Contestant(Contestants.NETTY_NIO, Layer.NETTY_NIO, List.of()),
            new Contestant(Contestants.NETTY_EPOLL, Layer.NETTY_EPOLL, List.of()),
            new Contestant(Contestants.NETTY_IO_URING, Layer.NETTY_IO_URING, List.of()));

    private static Contestant pollux(String name, String binding) {
        return new Contestant(name, Layer.POLLUX_EPOLL, List.of("-Ddev.pollux.binding=" + binding));
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
            command.add(CPrograms.require("echo").toString());
        }
        command.add(kind.argument());
        if (path != null) {
            command.add(path.toString());
        }
        return command;
    }
}
