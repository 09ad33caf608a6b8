package dev.pollux.frameworks.vertx;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;

/** An HTTP server of Vert.x on Pollux. Its argument is the port, 8080 if there is none. */
public final class HelloServer extends VerticleBase {
    private final int port;
    private HttpServer server;

    HelloServer(int port) {
        this.port = port;
    }

    @Override
    public Future<?> start() {
        server = vertx.createHttpServer().requestHandler(request -> request.response()
                .putHeader("content-type", "text/plain")
                .end("Hello, " + request.path().substring(1) + "!"));
        return server.listen(port);
    }

    int port() {
        return server.actualPort();
    }

    static Vertx vertx() {
        // guide: vertx
        Vertx vertx = Vertx.builder().withTransport(new PolluxTransport()).build();
        // end
        return vertx;
    }

    /** Runs until the process ends. */
    public static void main(String[] args) {
        vertx().deployVerticle(new HelloServer(args.length == 0 ? 8080 : Integer.parseInt(args[0])))
                .await();
    }
}
