package dev.pollux.frameworks.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.netty.PolluxChannelOption;
import dev.pollux.netty.PolluxDatagramChannel;
import dev.pollux.netty.PolluxDomainSocketChannel;
import dev.pollux.netty.PolluxServerDomainSocketChannel;
import dev.pollux.netty.PolluxServerSocketChannel;
import dev.pollux.netty.PolluxSocketChannel;
import dev.pollux.netty.watch.ChannelsSeen;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(300)
class HelloServerTest extends LeakChecked {
    private Vertx vertx;
    private HelloServer server;

    @BeforeEach
    void start() throws Exception {
        ChannelsSeen.forget();
        vertx = HelloServer.vertx();
        server = new HelloServer(0);
        vertx.deployVerticle(server).await(100, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(100, TimeUnit.SECONDS);
    }

    @Test
    void itAnswersTheJavaClientOnPolluxsChannels() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/Java"))
                .build();
        assertEquals(
                "Hello, Java!",
                HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .body());
        assertEquals(Set.of(PolluxServerSocketChannel.class, PolluxSocketChannel.class), ChannelsSeen.classes());
    }

    /** By its name: Vert.x has a DNS client of its own, which opens datagrams. */
    @Test
    void itAnswersVertxsOwnClient() throws Exception {
        HttpClientAgent client = vertx.createHttpClient();
        Buffer body = client.request(HttpMethod.GET, server.port(), "localhost", "/Vert.x")
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::body)
                .await(100, TimeUnit.SECONDS);
        assertEquals("Hello, Vert.x!", body.toString());
        assertEquals(
                Set.of(PolluxServerSocketChannel.class, PolluxSocketChannel.class, PolluxDatagramChannel.class),
                ChannelsSeen.classes());
        client.close().await(100, TimeUnit.SECONDS); // kept till here: a collection closes a client that nobody has
    }

    @Test
    void whatAServerIsToldGoesToItsSockets() {
        NetServerOptions options = new NetServerOptions()
                .setAcceptBacklog(17)
                .setReusePort(true)
                .setTcpCork(true)
                .setTcpQuickAck(true);
        ServerBootstrap bootstrap = new ServerBootstrap();
        new PolluxTransport().implementation().configure(options, false, bootstrap);
        assertEquals(17, bootstrap.config().options().get(ChannelOption.SO_BACKLOG));
        assertEquals(true, bootstrap.config().options().get(PolluxChannelOption.SO_REUSEPORT));
        assertEquals(true, bootstrap.config().childOptions().get(PolluxChannelOption.TCP_CORK));
        assertEquals(true, bootstrap.config().childOptions().get(PolluxChannelOption.TCP_QUICKACK));
    }

    /** Its own sockets ask for the family. */
    @Test
    @SuppressWarnings("deprecation") // by Netty: Vert.x 5.0 has no other name for it
    void datagramsAreOfTheFamilyThatIsAskedFor() throws Exception {
        DatagramSocket socket = vertx.createDatagramSocket(new DatagramSocketOptions().setIpV6(false));
        socket.listen(0, "127.0.0.1").await(100, TimeUnit.SECONDS);
        assertEquals("127.0.0.1", socket.localAddress().hostAddress());
        assertTrue(new PolluxTransport().implementation().supportsDomainSockets());
        assertEquals(
                PolluxDatagramChannel.class,
                new PolluxTransport()
                        .implementation()
                        .datagramChannel(InternetProtocolFamily.IPv4)
                        .getClass());
        socket.close().await(100, TimeUnit.SECONDS);
    }

    @Test
    void unixSocketsWorkToo(@TempDir Path folder) throws Exception {
        SocketAddress address =
                SocketAddress.domainSocketAddress(folder.resolve("socket").toString());
        vertx.createNetServer()
                .connectHandler(socket -> socket.handler(socket::write))
                .listen(address)
                .await(100, TimeUnit.SECONDS);
        Promise<Buffer> echoed = Promise.promise();
        Queue<SocketAddress> peers = new ConcurrentLinkedQueue<>();
        NetClient client = vertx.createNetClient();
        client.connect(address)
                .onSuccess(socket -> {
                    peers.add(socket.remoteAddress());
                    socket.handler(echoed::complete).write("echo");
                })
                .onFailure(echoed::fail);
        assertEquals("echo", echoed.future().await(100, TimeUnit.SECONDS).toString());
        assertEquals(List.of(address), List.copyOf(peers));
        assertTrue(ChannelsSeen.classes()
                .containsAll(Set.of(PolluxServerDomainSocketChannel.class, PolluxDomainSocketChannel.class)));
        client.close().await(100, TimeUnit.SECONDS);
    }
}
