package dev.pollux.examples;

import dev.pollux.examples.proxy.HealthPolicy;
import dev.pollux.examples.proxy.PoolLimits;
import dev.pollux.examples.proxy.ProxyLimits;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the proxy can be told beside --http, and only beside it. */
final class HttpProxyOptions {
    @Option(names = "--http", required = true, description = "Speak HTTP/1.1: a reverse proxy with a pool.")
    private boolean http;

    @Option(
            names = "--pool",
            defaultValue = "32",
            converter = CountConverter.class,
            description = "The most connections that a loop has to a server (default: ${DEFAULT-VALUE}).")
    private int pool;

    @Option(
            names = "--queue",
            defaultValue = "1024",
            converter = CountConverter.class,
            description = "How many requests of a loop may wait for one; beyond it 503 (default: ${DEFAULT-VALUE}).")
    private int queue;

    @Option(
            names = "--queue-seconds",
            defaultValue = "5",
            converter = ProxyCommand.SecondsConverter.class,
            description = "How long a request may wait for one; then 503 (default: ${DEFAULT-VALUE}).")
    private int queueSeconds;

    @Option(
            names = "--pool-idle-seconds",
            defaultValue = "30",
            converter = ProxyCommand.SecondsConverter.class,
            description =
                    "A connection to a server that is not used for so long is closed (default: ${DEFAULT-VALUE}).")
    private int poolIdleSeconds;

    @Option(
            names = "--connect-seconds",
            defaultValue = "3",
            converter = ProxyCommand.SecondsConverter.class,
            description = "How long a connect may take; then 504 (default: ${DEFAULT-VALUE}).")
    private int connectSeconds;

    @Option(
            names = "--response-seconds",
            defaultValue = "30",
            converter = ProxyCommand.SecondsConverter.class,
            description = "How long a server may be silent on a request; then 504 (default: ${DEFAULT-VALUE}).")
    private int responseSeconds;

    @Option(
            names = "--health-seconds",
            defaultValue = "1",
            converter = HealthConverter.class,
            description = "How often each loop probes each server; 0 for never (default: ${DEFAULT-VALUE}).")
    private int healthSeconds;

    @Option(
            names = "--health-path",
            converter = PathConverter.class,
            description = "What a probe asks for, to be answered with 2xx or 3xx (default: a connection is enough).")
    private String healthPath;

    /** Checks a number of connections or requests. */
    static final class CountConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return ServerOptions.Numbers.between(text, 1, 1_000_000);
        }
    }

    /** Checks a number of seconds that may be 0. */
    static final class HealthConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return ServerOptions.Numbers.between(text, 0, 86_400);
        }
    }

    /** Checks a path: it becomes a part of a request line. */
    static final class PathConverter implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (!text.matches("/[\\x21-\\x7e]*")) {
                throw new TypeConversionException("'" + text + "' is not a path that begins with a slash");
            }
            return text;
        }
    }

    /**
     * {@return the limits asked for}
     *
     * @param idleSeconds the clients', or null for the default
     */
    ProxyLimits limits(Integer idleSeconds) {
        ProxyLimits limits = ProxyLimits.DEFAULT
                .with(new PoolLimits(
                        pool,
                        queue,
                        TimeUnit.SECONDS.toNanos(queueSeconds),
                        TimeUnit.SECONDS.toNanos(connectSeconds),
                        TimeUnit.SECONDS.toNanos(poolIdleSeconds)))
                .with(new HealthPolicy(
                        TimeUnit.SECONDS.toNanos(healthSeconds), healthPath, HealthPolicy.DEFAULT.failures()))
                .withResponseNanos(TimeUnit.SECONDS.toNanos(responseSeconds));
        return idleSeconds == null
                ? limits
                : limits.withClientNanos(TimeUnit.SECONDS.toNanos(idleSeconds), limits.headNanos());
    }
}
