package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.Backend;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many calls of the system a flush makes before others have their turn. On loops of completions a channel has one write at a time. */
@Timeout(60)
class WriteSpinTest extends LeakChecked {
    @Test
    void aFlushMakesAsManyCallsAsTheOptionSays(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[] {2});
        try (TransportScene scene = new TransportScene(Backend.EPOLL, 1)) {
            InetSocketAddress address = TransportScene.listen(
                    scene.server(ChannelInboundHandlerAdapter::new).childOption(ChannelOption.WRITE_SPIN_COUNT, 2));
            try (Socket client = TransportScene.connect(address)) {
                Channel channel = scene.nextAccepted();
                List<ChannelFuture> written = new ArrayList<>();
                int writtenByTheFlush = channel.eventLoop()
                        .submit(() -> {
                            for (int i = 0; i < 4; i++) { // a file takes a call of its own
                                written.add(channel.write(PolluxFileRegion.open(file)));
                            }
                            written.add(channel.write(Unpooled.wrappedBuffer(new byte[] {3})));
                            channel.flush();
                            return (int) written.stream()
                                    .filter(ChannelFuture::isSuccess)
                                    .count();
                        })
                        .get(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertEquals(2, writtenByTheFlush);
                assertArrayEquals(
                        new byte[] {2, 2, 2, 2, 3}, client.getInputStream().readNBytes(5));
                for (ChannelFuture each : written) {
                    each.sync();
                }
            }
        }
    }
}
