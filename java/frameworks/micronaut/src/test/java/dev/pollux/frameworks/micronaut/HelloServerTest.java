package dev.pollux.frameworks.micronaut;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.netty.PolluxDatagramChannel;
import dev.pollux.netty.PolluxDomainSocketChannel;
import dev.pollux.netty.PolluxServerDomainSocketChannel;
import dev.pollux.netty.PolluxServerSocketChannel;
import dev.pollux.netty.PolluxSocketChannel;
import dev.pollux.netty.watch.ChannelsSeen;
import dev.pollux.netty.watch.LeakChecked;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.netty.channel.NettyChannelType;
import io.micronaut.runtime.Micronaut;
import io.micronaut.runtime.server.EmbeddedServer;
import io.netty.channel.Channel;
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

    /** A server makes some of them only, and Micronaut's clients, or servers of Unix sockets, the others. */
    @Test
    void eachKindOfChannelIsPolluxs() {
        Map<NettyChannelType, Class<?>> kinds = Map.of(
                NettyChannelType.SERVER_SOCKET, PolluxServerSocketChannel.class,
                NettyChannelType.CLIENT_SOCKET, PolluxSocketChannel.class,
                NettyChannelType.DOMAIN_SERVER_SOCKET, PolluxServerDomainSocketChannel.class,
                NettyChannelType.DOMAIN_SOCKET, PolluxDomainSocketChannel.class,
                NettyChannelType.DATAGRAM_SOCKET, PolluxDatagramChannel.class);
        PolluxEventLoops loops = new PolluxEventLoops();
        for (NettyChannelType kind : NettyChannelType.values()) {
            assertEquals(kinds.get(kind), loops.channelClass(kind, null));
            Channel channel = loops.channelInstance(kind, null);
            assertEquals(kinds.get(kind), channel.getClass());
            channel.unsafe().closeForcibly();
        }
    }
}
