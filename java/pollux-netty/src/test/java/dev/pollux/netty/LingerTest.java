package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;

/** That a close which the system makes wait does not hold up the loop. */
@EnabledOnOs({OS.LINUX, OS.WINDOWS})
@Timeout(60)
@EachBackend
class LingerTest extends LeakChecked {
    private static final int LINGER_SECONDS = 120;

    @Parameter
    Backend backend;

    @Test
    void theLoopGoesOnWhileALingeringSocketIsClosed() throws Exception {
        BlockingQueue<Channel> children = new LinkedBlockingQueue<>();
        try (Loops loops = new Loops(backend, 1)) {
            Channel listener = Loops.listen(loops.server(() -> new ChannelInboundHandlerAdapter() {
                        @Override
                        public void channelActive(ChannelHandlerContext context) {
                            children.add(context.channel());
                        }
                    })
                    .childOption(ChannelOption.SO_LINGER, LINGER_SECONDS));
            try (Socket client = new Socket()) {
                client.setReceiveBufferSize(4 * 1024);
                client.connect(Loops.addressOf(listener));
                Channel child = children.poll(20, TimeUnit.SECONDS);
                assertNotNull(child);
                // More than the peer takes, and the peer does not read: the close waits for it.
                child.config().setOption(ChannelOption.SO_SNDBUF, 64 * 1024);
                child.writeAndFlush(Unpooled.directBuffer(1 << 20).writeZero(1 << 20));
                child.eventLoop().submit(() -> {}).sync();
                int sent = (1 << 20) - (int) child.unsafe().outboundBuffer().totalPendingWriteBytes();
                assertTrue(child.close().await(20, TimeUnit.SECONDS), "the close waits for the peer");
                child.eventLoop().submit(() -> {}).sync();
                assertTrue(client.getInputStream().readAllBytes().length >= sent, "what the system had taken is lost");
            }
        }
    }
}
