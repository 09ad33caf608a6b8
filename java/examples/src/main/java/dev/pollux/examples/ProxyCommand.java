package dev.pollux.examples;

import dev.pollux.Backend;
import dev.pollux.examples.proxy.TcpProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Runs the proxy. */
@Command(
        name = "proxy",
        mixinStandardHelpOptions = true,
        description = "A TCP proxy: carries bytes to a server and back, with back-pressure from end to end,"
                + " until SIGTERM or SIGINT.")
final class ProxyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions options = new ServerOptions(EnumSet.of(Backend.EPOLL, Backend.NIO));

    @Option(
            names = "--to",
            required = true,
            paramLabel = "HOST:PORT",
            converter = AddressConverter.class,
            description = "The server.")
    private InetSocketAddress upstream;

    @Option(
            names = "--idle-seconds",
            defaultValue = "300",
            converter = SecondsConverter.class,
            description = "A connection without a byte for so long is closed (default: ${DEFAULT-VALUE}).")
    private int idleSeconds;

    /** Checks a number of seconds. */
    static final class SecondsConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return ServerOptions.Numbers.between(text, 1, 86_400);
        }
    }

    /** Takes an address apart. */
    static final class AddressConverter implements ITypeConverter<InetSocketAddress> {
        @Override
        public InetSocketAddress convert(String text) {
            int colon = text.lastIndexOf(':');
            if (colon <= 0) {
                throw new TypeConversionException("'" + text + "' is not of the form HOST:PORT");
            }
            int port = ServerOptions.Numbers.between(text.substring(colon + 1), 1, 65_535);
            try {
                return new InetSocketAddress(InetAddress.getByName(text.substring(0, colon)), port);
            } catch (UnknownHostException e) {
                throw new TypeConversionException("there is no host '" + text.substring(0, colon) + "'");
            }
        }
    }

    @Override
    public Integer call() throws Exception {
        return RunningServer.run(
                spec,
                options,
                (address, backend) -> TcpProxy.start(
                        address, upstream, options.threads(), backend, TimeUnit.SECONDS.toNanos(idleSeconds)));
    }
}
