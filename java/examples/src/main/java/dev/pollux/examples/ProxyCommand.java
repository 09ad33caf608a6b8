package dev.pollux.examples;

import dev.pollux.Backend;
import dev.pollux.examples.proxy.HttpProxy;
import dev.pollux.examples.proxy.ProxyLimits;
import dev.pollux.examples.proxy.TcpProxy;
import dev.pollux.examples.server.Mode;
import dev.pollux.examples.server.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Runs one of the proxies. */
@Command(
        name = "proxy",
        mixinStandardHelpOptions = true,
        description = "A TCP proxy: carries bytes to a server and back, with back-pressure from end to end,"
                + " until SIGTERM or SIGINT. With --http, a reverse proxy with a pool of connections.")
final class ProxyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "HOST:PORT",
            converter = AddressConverter.class,
            description = "The server. With --http there may be several, which take requests in turn.")
    private List<InetSocketAddress> upstreams;

    @Option(
            names = "--idle-seconds",
            converter = SecondsConverter.class,
            description =
                    "A connection without a byte for so long is reset (default: 300); with --http an idle one is closed (60).")
    private Integer idleSeconds;

    @ArgGroup(exclusive = false, heading = "%nHTTP:%n")
    private HttpProxyOptions http;

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

    private static Backend readiness(Target target) {
        if (target.mode() == Mode.COMPLETION) {
            throw new CommandFailure("--http is a readiness program: leave --mode completion out, or its backend");
        }
        return target.backend();
    }

    @Override
    public Integer call() throws Exception {
        if (http != null) {
            ProxyLimits limits = http.limits(idleSeconds);
            return RunningServer.run(spec, options, (address, target) -> HttpProxy.start(
                            address, upstreams, options.threads(), readiness(target), limits)
                    .loops());
        }
        if (upstreams.size() > 1) {
            throw new CommandFailure("--to: the TCP proxy has one server; several need --http");
        }
        long idleNanos = TimeUnit.SECONDS.toNanos(idleSeconds == null ? 300 : idleSeconds);
        return RunningServer.run(
                spec,
                options,
                (address, target) -> TcpProxy.start(address, upstreams.get(0), options.threads(), target, idleNanos));
    }
}
