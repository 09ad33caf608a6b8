package dev.pollux.examples;

import dev.pollux.examples.chat.ChatLimits;
import dev.pollux.examples.chat.ChatServer;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the chat server. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        description = "A chat server, until SIGTERM or SIGINT. Any client of lines will do: nc HOST PORT.")
final class ChatCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(
            names = "--idle-seconds",
            defaultValue = "600",
            converter = ProxyCommand.SecondsConverter.class,
            description = "Who says nothing for so long is dropped (default: ${DEFAULT-VALUE}).")
    private int idleSeconds;

    @Option(
            names = "--slow-seconds",
            defaultValue = "10",
            converter = ProxyCommand.SecondsConverter.class,
            description = "Who does not keep up for so long is dropped (default: ${DEFAULT-VALUE}).")
    private int slowSeconds;

    @Override
    public Integer call() throws Exception {
        if (options.threads() != 1) {
            throw new CommandFailure("--threads: the chat has one room, and so one loop");
        }
        ChatLimits limits = new ChatLimits(
                ChatLimits.DEFAULT.lineBytes(),
                ChatLimits.DEFAULT.highWaterBytes(),
                ChatLimits.DEFAULT.queueBytes(),
                TimeUnit.SECONDS.toNanos(slowSeconds),
                TimeUnit.SECONDS.toNanos(idleSeconds));
        return RunningServer.run(spec, options, (address, target) -> ChatServer.start(address, target, limits)
                .loops());
    }
}
