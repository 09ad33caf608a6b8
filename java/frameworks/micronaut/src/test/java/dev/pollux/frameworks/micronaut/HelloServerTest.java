package dev.pollux.frameworks.micronaut;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.netty.PolluxServerSocketChannel;
import dev.pollux.netty.PolluxSocketChannel;
import dev.pollux.netty.watch.ChannelsSeen;
import dev.pollux.netty.watch.LeakChecked;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.Micronaut;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
@Timeout(300)
class HelloServerTest extends LeakChecked {
    @Test
    void itAnswersTheJavaClientOnPolluxsChannels() throws Exception {
        ChannelsSeen.forget();
        try (ApplicationContext application = Micronaut.build(new String[0])
                .mainClass(HelloServer.class)
                .properties(Map.of("micronaut.server.port", -1))
                .start()) {
            URI server = application.getBean(EmbeddedServer.class).getURI();
            HttpRequest request =
                    HttpRequest.newBuilder(server.resolve("/Micronaut")).build();
            assertEquals(
                    "Hello, Micronaut!",
                    HttpClient.newHttpClient()
                            .send(request, BodyHandlers.ofString())
                            .body());
        }
        assertEquals(Set.of(PolluxServerSocketChannel.class, PolluxSocketChannel.class), ChannelsSeen.classes());
    }
}
