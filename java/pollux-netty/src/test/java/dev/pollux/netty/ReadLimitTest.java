package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;

/** How much a read gets: so many messages, of so many bytes, as its allocator says, and nothing before the next read. */
@EnabledOnOs({OS.LINUX, OS.WINDOWS})
@Timeout(120)
@EachBackend
class ReadLimitTest extends LeakChecked {
    private static final int EACH = 1000;
    private static final int TOO_MUCH = 64 << 20; // more than both systems keep of one connection
    /** In so many looks a loop that still reads would have made room: a peer is told of that some ten reads late. */
    private static final int REFUSALS = 400;

    private static final byte[] COMPLETE = {};

    @Parameter
    Backend backend;

    private final BlockingQueue<byte[]> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<Channel> children = new LinkedBlockingQueue<>();

    private final class Tells extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            children.add(context.channel());
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            byte[] bytes = new byte[((ByteBuf) message).readableBytes()];
            ((ByteBuf) message).readBytes(bytes).release();
            told.add(bytes);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            told.add(COMPLETE);
        }
    }

    private Channel listen(Loops loops, int messages, boolean autoRead) throws InterruptedException {
        return Loops.listen(loops.server(Tells::new)
                .childOption(ChannelOption.AUTO_READ, autoRead)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(EACH).maxMessagesPerRead(messages)));
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertNotNull(next, "nothing comes");
        return next;
    }

    /** Turns of the one loop, in which it looks for what has come. */
    private static void turns(Channel channel) throws Exception {
        for (int i = 0; i < 5; i++) {
            channel.eventLoop().submit(() -> {}).sync();
        }
    }

    @Test
    void withoutAutoReadEachReadGetsOneMessageOfTheAllocatorsSizeAtMost() throws Exception {
        byte[] sent = TransportScene.pattern(9 * EACH, 1);
        try (Loops loops = new Loops(backend, 1)) {
            Channel listener = listen(loops, 3, false);
            try (Socket client = TransportScene.connect(Loops.addressOf(listener))) {
                Channel child = next(children);
                client.getOutputStream().write(sent);
                for (int at = 0; at < sent.length; ) {
                    turns(child);
                    assertNull(told.poll(), "nobody has asked for it");
                    child.read();
                    byte[] bytes = next(told);
                    assertArrayEquals(Arrays.copyOfRange(sent, at, at + bytes.length), bytes);
                    assertTrue(bytes.length > 0 && bytes.length <= EACH, "more than the allocator says");
                    assertSame(COMPLETE, next(told));
                    at += bytes.length;
                }
            }
        }
    }

    @Test
    void aReadThatHasItsMessagesIsCompleteAndTheNextGoesOn() throws Exception {
        byte[] sent = TransportScene.pattern(30 * EACH, 2);
        try (Loops loops = new Loops(backend, 1)) {
            Channel listener = listen(loops, 2, true);
            try (Socket client = TransportScene.connect(Loops.addressOf(listener))) {
                Channel child = next(children);
                child.config().setAutoRead(false);
                turns(child);
                client.getOutputStream().write(sent);
                turns(child);
                child.config().setAutoRead(true);
                int messages = 0;
                for (int at = 0; at < sent.length; ) {
                    byte[] bytes = next(told);
                    assertArrayEquals(Arrays.copyOfRange(sent, at, at + bytes.length), bytes);
                    at += bytes.length;
                    messages = bytes == COMPLETE ? 0 : messages + 1;
                    assertTrue(messages <= 2 && bytes.length <= EACH, "more than the allocator says");
                }
            }
        }
    }

    /** What is read meanwhile is kept here, a little of it. All else waits at the peer. */
    @Test
    void aPeerWaitsForAProgramThatDoesNotRead() throws Exception {
        AtomicLong received = new AtomicLong();
        try (Loops loops = new Loops(backend, 1)) {
            Channel listener = Loops.listen(loops.server(() -> new ChannelInboundHandlerAdapter() {
                @Override
                public void channelActive(ChannelHandlerContext context) {
                    children.add(context.channel());
                }

                @Override
                public void channelRead(ChannelHandlerContext context, Object message) {
                    received.addAndGet(((ByteBuf) message).readableBytes());
                    ((ByteBuf) message).release();
                }
            }));
            try (SocketChannel client = SocketChannel.open(Loops.addressOf(listener))) {
                Channel child = next(children);
                client.write(ByteBuffer.allocate(1));
                Await.until("the first byte: it reads already", () -> received.get() == 1);
                child.config().setAutoRead(false);
                turns(child);
                client.configureBlocking(false);
                ByteBuffer bytes = ByteBuffer.allocateDirect(64 * 1024);
                long sent = 1;
                for (int refusals = 0; refusals < REFUSALS; turns(child)) {
                    int taken = client.write(bytes.clear());
                    refusals = taken == 0 ? refusals + 1 : 0;
                    sent += taken;
                    assertTrue(sent < TOO_MUCH, "all is read, and nobody wants it");
                }
                child.config().setAutoRead(true);
                long all = sent;
                Await.until("all that was sent", () -> received.get() == all, () -> Thread.sleep(1));
            }
        }
    }
}
