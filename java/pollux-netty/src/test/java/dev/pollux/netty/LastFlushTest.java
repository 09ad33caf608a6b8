package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a program flushes and does not wait for: a close, or an end of the output, may follow in the same call. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class LastFlushTest extends LeakChecked {
    private static final byte[] ANSWER = TransportScene.pattern(20_000, 1);

    private interface Answer {
        void to(SocketChannel channel, CompletableFuture<ChannelFuture> written);
    }

    /** Has a server answer a byte within one call, and returns the future of its write. The client has read all by then. */
    private static ChannelFuture answered(Backend backend, Answer answer) throws Exception {
        CompletableFuture<ChannelFuture> written = new CompletableFuture<>();
        try (TransportScene scene = new TransportScene(backend, 1)) {
            InetSocketAddress address = TransportScene.listen(scene.server(() -> new ChannelInboundHandlerAdapter() {
                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                    ((ByteBuf) message).release();
                    answer.to((SocketChannel) context.channel(), written);
                }
            }));
            try (Socket client = TransportScene.connect(address)) {
                client.getOutputStream().write(1);
                assertArrayEquals(ANSWER, client.getInputStream().readAllBytes());
            }
            ChannelFuture future = written.get(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertTrue(future.await(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS));
            return future;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED"})
    void goesBeforeTheClose(Backend backend) throws Exception {
        ChannelFuture written = answered(backend, (channel, future) -> {
            future.complete(channel.writeAndFlush(Unpooled.copiedBuffer(ANSWER)));
            channel.close();
        });
        assertTrue(written.isSuccess(), () -> "written, and told to have failed: " + written.cause());
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED"})
    void goesBeforeTheEndOfTheOutput(Backend backend) throws Exception {
        ChannelFuture written = answered(backend, (channel, future) -> {
            future.complete(channel.writeAndFlush(Unpooled.copiedBuffer(ANSWER)));
            channel.shutdownOutput();
        });
        assertTrue(written.isSuccess(), () -> "written, and told to have failed: " + written.cause());
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED"})
    void isTheProgramsAgainWhenItIsTold(Backend backend) throws Exception {
        CompletableFuture<Integer> kept = new CompletableFuture<>();
        ByteBuf buffer = Unpooled.directBuffer().writeBytes(ANSWER).retain();
        answered(backend, (channel, future) -> {
            ChannelFuture written = channel.writeAndFlush(buffer);
            written.addListener(same -> kept.complete(buffer.refCnt()));
            written.addListener(ChannelFutureListener.CLOSE);
            future.complete(written);
        });
        assertEquals(1, kept.get(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS));
        buffer.release();
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED"})
    void aPeerThatReadsNothingDoesNotHoldUpTheClose(Backend backend) throws Exception {
        closedBeforeAllIsTaken(backend, false);
    }

    /** A write is under way then that does not end. */
    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED"})
    void aPeerThatTakesNoMoreDoesNotHoldUpTheClose(Backend backend) throws Exception {
        closedBeforeAllIsTaken(backend, true);
    }

    private static void untilNothingIsTaken(Channel channel) throws Exception {
        long left = Long.MAX_VALUE;
        for (int turns = 0; turns < 20; turns++) {
            long now = channel.eventLoop()
                    .submit(() -> channel.unsafe().outboundBuffer().totalPendingWriteBytes())
                    .get(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS);
            turns = now < left ? 0 : turns;
            left = now;
        }
    }

    private static void closedBeforeAllIsTaken(Backend backend, boolean isFull) throws Exception {
        ByteBuf message = Unpooled.directBuffer(64 << 20).writeZero(64 << 20);
        try (TransportScene scene = new TransportScene(backend, 1)) {
            InetSocketAddress address = TransportScene.listen(scene.server(ChannelInboundHandlerAdapter::new));
            try (Socket client = TransportScene.connect(address)) {
                Channel channel = scene.nextAccepted();
                ChannelFuture written = channel.writeAndFlush(message);
                if (isFull) {
                    untilNothingIsTaken(channel);
                }
                assertTrue(channel.close().await(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS));
                assertTrue(written.await(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS));
                assertTrue(client.isConnected());
            }
        }
        TransportScene.assertReleased(message);
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED"})
    void aConnectionThatIsClosedWhenItConnectsIsToldActiveAndInactive(Backend backend) throws Exception {
        CountDownLatch active = new CountDownLatch(1);
        CountDownLatch inactive = new CountDownLatch(1);
        try (TransportScene scene = new TransportScene(backend, 1)) {
            InetSocketAddress address = TransportScene.listen(scene.server(ChannelInboundHandlerAdapter::new));
            scene.client(new ChannelInboundHandlerAdapter() {
                        @Override
                        public void channelActive(ChannelHandlerContext context) {
                            active.countDown();
                        }

                        @Override
                        public void channelInactive(ChannelHandlerContext context) {
                            inactive.countDown();
                        }
                    })
                    .connect(address)
                    .addListener(ChannelFutureListener.CLOSE);
            assertTrue(active.await(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertTrue(inactive.await(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
    }
}
