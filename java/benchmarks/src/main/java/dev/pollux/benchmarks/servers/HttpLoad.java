package dev.pollux.benchmarks.servers;

import java.io.IOException;

/** A program that loads HTTP servers. */
interface HttpLoad extends AutoCloseable {
    /** {@return the one that a scene names, or null if it is not loaded so} */
    static HttpLoad of(Scene scene) throws IOException {
        return switch (scene.load()) {
            case HTTP -> new Wrk();
            case HTTP2 -> new H2load();
            default -> null;
        };
    }

    /** Looks at a response, which a load does not. */
    void check(ServerChild server) throws IOException, InterruptedException;

    /** Measures, in whole seconds. */
    Client.Measured load(ServerChild server, Scene scene, int seconds) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
