package dev.pollux.frameworks.reactor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.netty.PolluxDomainSocketChannel;
import dev.pollux.netty.PolluxServerDomainSocketChannel;
import dev.pollux.netty.PolluxServerSocketChannel;
import dev.pollux.netty.PolluxSocketChannel;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.Future;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

@EnabledOnOs(OS.LINUX)
@Timeout(300)
class HelloServerTest extends LeakChecked {
    private static final Duration LIMIT = Duration.ofSeconds(100);

    private final Set<Class<?>> channels = ConcurrentHashMap.newKeySet();
    private HelloServer server;

    private void start(UnaryOperator<HttpServer> settings) {
        server = new HelloServer(
                0,
                bare -> settings.apply(
                        bare.doOnConnection(each -> channels.add(each.channel().getClass()))));
        channels.add(server.server().channel().getClass());
    }

    @AfterEach
    void stop() {
        server.server().disposeNow(LIMIT);
        assertFalse(server.loops().isDisposed());
        server.loops().disposeLater(Duration.ZERO, LIMIT).block(LIMIT);
        assertTrue(server.loops().isDisposed());
        assertTrue(server.loops().onServer(true).isTerminated());
    }

    private HttpClient client() {
        return HttpClient.newConnection()
                .runOn(server.loops())
                .doOnConnected(each -> channels.add(each.channel().getClass()));
    }

    @Test
    void itAnswersTheJavaClientOnPolluxsChannels() throws Exception {
        start(UnaryOperator.identity());
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.server().port() + "/Java"))
                .build();
        assertEquals(
                "Hello, Java!",
                java.net.http.HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .body());
        assertEquals(Set.of(PolluxServerSocketChannel.class, PolluxSocketChannel.class), channels);
    }

    @Test
    void itAnswersReactorsOwnClientOnPolluxsChannels() {
        start(UnaryOperator.identity());
        String body = client().get()
                .uri("http://localhost:" + server.server().port() + "/Reactor")
                .responseContent()
                .aggregate()
                .asString()
                .block(LIMIT);
        assertEquals("Hello, Reactor!", body);
        assertEquals(Set.of(PolluxServerSocketChannel.class, PolluxSocketChannel.class), channels);
    }

    /** A handler that waits for others holds up all connections of its loop. */
    @Test
    void whoWouldBlockALoopIsRefused() throws Exception {
        start(UnaryOperator.identity());
        EventLoopGroup loops = server.loops().onServer(true);
        Future<?> blocks =
                loops.submit(() -> Mono.delay(Duration.ofMillis(1)).block()).await();
        assertInstanceOf(IllegalStateException.class, blocks.cause());
        assertEquals(true, loops.submit(() -> Thread.currentThread().isDaemon()).get());
    }

    @Test
    void unixSocketsWorkToo(@TempDir Path folder) {
        DomainSocketAddress address =
                new DomainSocketAddress(folder.resolve("socket").toString());
        start(bare -> bare.bindAddress(() -> address));
        String body = client().remoteAddress(() -> address)
                .get()
                .uri("/Unix")
                .responseContent()
                .aggregate()
                .asString()
                .block(LIMIT);
        assertEquals("Hello, Unix!", body);
        assertEquals(Set.of(PolluxServerDomainSocketChannel.class, PolluxDomainSocketChannel.class), channels);
    }
}
