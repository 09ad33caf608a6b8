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

/** That a close which the system makes wait does not hold up the loop. */
@EnabledOnOs({OS.LINUX, OS.WINDOWS})
@Timeout(60)
@EachBackend
class LingerTest extends LeakChecked {
    private static final int LINGER_SECONDS = 120;

    @Parameter
    Backend backend;

    private final BlockingQueue<Channel> children = new LinkedBlockingQueue<>();

    @Test
    void theLoopGoesOnWhileALingeringSocketIsClosed() throws Exception {
        try (Loops loops = new Loops(backend, 1)) {
            Channel listener = listen(loops, true);
            try (Socket client = connect(listener)) {
                Channel child = next();
                int sent = send(child);
                assertCloseIsNotWaitedFor(child);
                assertTrue(client.getInputStream().readAllBytes().length >= sent, "what the system had taken is lost");
            }
        }
    }

    /** The system does not linger then. */
    @Test
    void theLoopGoesOnWhileOneIsClosedThatHasUnreadData() throws Exception {
        try (Loops loops = new Loops(backend, 1)) {
            Channel listener = listen(loops, false);
            try (Socket client = connect(listener)) {
                Channel child = next();
                client.getOutputStream().write(new byte[1000]);
                send(child);
                assertCloseIsNotWaitedFor(child);
                readToTheEnd(client);
            }
        }
    }

    private Channel listen(Loops loops, boolean autoRead) throws InterruptedException {
        return Loops.listen(loops.server(() -> new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelActive(ChannelHandlerContext context) {
                        children.add(context.channel());
                    }
                })
                .childOption(ChannelOption.AUTO_READ, autoRead)
                .childOption(ChannelOption.SO_LINGER, LINGER_SECONDS));
    }

    private static Socket connect(Channel listener) throws IOException {
        Socket client = new Socket();
        client.setReceiveBufferSize(4 * 1024);
        client.connect(Loops.addressOf(listener));
        return client;
    }

    private Channel next() throws InterruptedException {
        Channel child = children.poll(20, TimeUnit.SECONDS);
        assertNotNull(child);
        return child;
    }

    /** More than the peer takes, and the peer does not read: the close waits for it. Returns how much the system has taken. */
    private static int send(Channel child) throws InterruptedException {
        child.config().setOption(ChannelOption.SO_SNDBUF, 64 * 1024);
        child.writeAndFlush(Unpooled.directBuffer(1 << 20).writeZero(1 << 20));
        child.eventLoop().submit(() -> {}).sync();
        return (1 << 20) - (int) child.unsafe().outboundBuffer().totalPendingWriteBytes();
    }

    /** Its peer sees a reset, or an end. */
    private static void readToTheEnd(Socket client) throws IOException {
        try {
            client.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            // What was on its way is lost, and the system says so.
        }
    }

    private static void assertCloseIsNotWaitedFor(Channel child) throws InterruptedException {
        assertTrue(child.close().await(20, TimeUnit.SECONDS), "the close waits for the peer");
        child.eventLoop().submit(() -> {}).sync();
    }
}
