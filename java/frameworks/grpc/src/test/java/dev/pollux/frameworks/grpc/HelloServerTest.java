package dev.pollux.frameworks.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.netty.PolluxServerSocketChannel;
import dev.pollux.netty.PolluxSocketChannel;
import dev.pollux.netty.watch.ChannelsSeen;
import dev.pollux.netty.watch.LeakChecked;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCalls;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
@Timeout(300)
class HelloServerTest extends LeakChecked {
    private HelloServer server;
    private ManagedChannel client;

    @BeforeEach
    void start() throws Exception {
        ChannelsSeen.forget();
        server = new HelloServer(0);
        client = server.client();
    }

    @AfterEach
    void stop() throws Exception {
        client.shutdown().awaitTermination(100, TimeUnit.SECONDS);
        server.close();
    }

    @Test
    void itAnswersAClientOnPolluxsChannels() {
        assertEquals("Hello, gRPC!", ClientCalls.blockingUnaryCall(client, Greeter.HELLO, CallOptions.DEFAULT, "gRPC"));
        assertEquals(Set.of(PolluxServerSocketChannel.class, PolluxSocketChannel.class), ChannelsSeen.classes());
    }

    @Test
    void aLongStreamArrivesWholeAndInOrder() {
        Iterator<String> numbers =
                ClientCalls.blockingServerStreamingCall(client, Greeter.COUNT, CallOptions.DEFAULT, "20000");
        for (int i = 1; i <= 20_000; i++) {
            assertEquals(Integer.toString(i), numbers.next());
        }
        assertEquals(false, numbers.hasNext());
    }
}
