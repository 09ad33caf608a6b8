package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;

/** Event loops that end before their channels are closed. */
@EnabledOnOs({OS.LINUX, OS.WINDOWS})
@Timeout(60)
@EachBackend
class LoopEndTest extends LeakChecked {
    private static final int BYTES = 16 << 20; // more than a peer takes that reads nothing

    @Parameter
    Backend backend;

    /** Without a quiet period, from a task: the loop ends with that task, and makes no turn in which it closes its channels. */
    @Test
    void aLoopThatEndsAtOnceLeavesNoChannelOpen() throws Exception {
        for (int round = 0; round < 5; round++) {
            BlockingQueue<Channel> children = new LinkedBlockingQueue<>();
            Loops loops = new Loops(backend, 1);
            Channel listener = Loops.listen(loops.server(() -> new ChannelInboundHandlerAdapter() {
                @Override
                public void channelActive(ChannelHandlerContext context) {
                    children.add(context.channel());
                }
            }));
            try (Socket client = TransportScene.connect(Loops.addressOf(listener))) {
                Channel child = children.poll(20, TimeUnit.SECONDS);
                ChannelFuture written =
                        child.writeAndFlush(Unpooled.directBuffer(BYTES).writeZero(BYTES));
                child.eventLoop().execute(() -> loops.group.shutdownGracefully(0, 0, TimeUnit.SECONDS));
                assertTrue(loops.group.terminationFuture().await(20, TimeUnit.SECONDS), "the loop does not end");
                assertFalse(child.isOpen(), "the connection is open");
                assertFalse(listener.isOpen(), "the listener is open");
                assertTrue(child.closeFuture().isDone());
                assertTrue(written.isDone(), "nobody is told that the rest was not written");
                readToTheEnd(client);
            }
        }
    }

    private static void readToTheEnd(Socket client) throws IOException {
        try {
            client.getInputStream().readAllBytes();
        } catch (SocketException e) {
            // A reset ends it, too.
        }
    }
}
