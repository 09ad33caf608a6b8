package dev.pollux.frameworks.reactor;

import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/** An HTTP server of Reactor Netty on Pollux. Its argument is the port, 8080 if there is none. */
public final class HelloServer {
    private final LoopResources loops;
    private final DisposableServer server;

    /** @param settings what a caller adds, before it is bound */
    HelloServer(int port, UnaryOperator<HttpServer> settings) {
        // guide: reactor
        LoopResources loops = new PolluxLoops(LoopResources.DEFAULT_IO_WORKER_COUNT);
        HttpServer server = HttpServer.create().runOn(loops).port(port);
        // end
        this.loops = loops;
        this.server = settings.apply(server)
                .route(routes -> routes.get(
                        "/{name}",
                        (request, response) -> response.sendString(Mono.just("Hello, " + request.param("name") + "!"))))
                .bindNow();
    }

    LoopResources loops() {
        return loops;
    }

    DisposableServer server() {
        return server;
    }

    /** Runs until the process ends. */
    public static void main(String[] args) {
        int port = args.length == 0 ? 8080 : Integer.parseInt(args[0]);
        new HelloServer(port, UnaryOperator.identity()).server.onDispose().block();
    }
}
