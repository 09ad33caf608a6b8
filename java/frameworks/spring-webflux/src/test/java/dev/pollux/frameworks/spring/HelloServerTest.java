package dev.pollux.frameworks.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.netty.PolluxServerSocketChannel;
import dev.pollux.netty.PolluxSocketChannel;
import dev.pollux.netty.watch.LeakChecked;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.ConfigurableApplicationContext;

@EnabledOnOs(OS.LINUX)
@Timeout(300)
class HelloServerTest extends LeakChecked {
    private static final Set<Class<?>> CHANNELS = ConcurrentHashMap.newKeySet();

    @Test
    void itAnswersTheJavaClientOnPolluxsChannels() throws Exception {
        NettyServerCustomizer watch =
                server -> server.doOnBound(each -> CHANNELS.add(each.channel().getClass()))
                        .doOnConnection(each -> CHANNELS.add(each.channel().getClass()));
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(HelloServer.class)
                .web(WebApplicationType.REACTIVE)
                .initializers(context -> context.getBeanFactory().registerSingleton("watch", watch))
                .run("--server.port=0", "--server.address=localhost")) {
            String port = application.getEnvironment().getProperty("local.server.port");
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/Spring"))
                    .build();
            assertEquals(
                    "Hello, Spring!",
                    HttpClient.newHttpClient()
                            .send(request, BodyHandlers.ofString())
                            .body());
        }
        assertEquals(Set.of(PolluxServerSocketChannel.class, PolluxSocketChannel.class), CHANNELS);
    }
}
