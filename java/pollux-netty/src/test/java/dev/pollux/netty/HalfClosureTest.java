package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Backend;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;

/** What happens when the peer has shut its sending half. */
@EnabledOnOs({OS.LINUX, OS.WINDOWS})
@Timeout(30)
@EachBackend
class HalfClosureTest extends LeakChecked {
    private static final int ANSWER = 8 << 20;

    @Parameter
    Backend backend;

    /** Answers at the peer's end, with more than the system takes at once. */
    private static final class AnswersAtTheEnd extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ChannelInputShutdownEvent.INSTANCE) {
                ByteBuf answer = context.alloc().directBuffer(ANSWER).writeZero(ANSWER);
                context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
            }
        }
    }

    @Test
    void anAnswerThatBlocksAfterTheEndArrivesWhole() throws Exception {
        try (Loops loops = new Loops(backend, 1)) {
            Channel listener = Loops.listen(loops.server(AnswersAtTheEnd::new)
                    .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                    .childOption(ChannelOption.WRITE_SPIN_COUNT, 1)); // it wants nothing between two calls
            Socket client = new Socket();
            client.setReceiveBufferSize(16 * 1024); // the answer can't hide in buffers
            client.connect(Loops.addressOf(listener));
            try (client) {
                client.getOutputStream().write(1);
                client.shutdownOutput();
                assertEquals(ANSWER, client.getInputStream().readAllBytes().length);
            }
        }
    }

    private static class Tells extends ChannelInboundHandlerAdapter {
        private final BlockingQueue<Object> told;

        Tells(BlockingQueue<Object> told) {
            this.told = told;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            told.add(((ByteBuf) message).readableBytes());
            ((ByteBuf) message).release();
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            told.add(event);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            told.add("inactive");
        }
    }

    @Test
    void theEndIsToldAfterTheDataAndOnce() throws Exception {
        BlockingQueue<Object> told = new LinkedBlockingQueue<>();
        BlockingQueue<Channel> children = new LinkedBlockingQueue<>();
        try (Loops loops = new Loops(backend, 1)) {
            Channel listener = Loops.listen(loops.server(() -> new Tells(told) {
                        @Override
                        public void channelActive(ChannelHandlerContext context) {
                            children.add(context.channel());
                        }
                    })
                    .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true));
            try (Socket client = new Socket()) {
                client.connect(Loops.addressOf(listener));
                client.getOutputStream().write(new byte[3]);
                client.shutdownOutput();
                assertEquals(
                        List.of(3, ChannelInputShutdownEvent.INSTANCE, ChannelInputShutdownReadComplete.INSTANCE),
                        List.of(take(told), take(told), take(told)));
                // Not by the loops' end: one that ends in the turn that it is told to refuses what is to be told then.
                take(children).close().sync();
                assertEquals("inactive", take(told));
            }
        }
        assertEquals(List.of(), List.copyOf(told));
    }

    @Test
    void withoutHalfClosureTheEndClosesTheChannel() throws Exception {
        BlockingQueue<Object> told = new LinkedBlockingQueue<>();
        try (Loops loops = new Loops(backend, 1)) {
            Channel listener = Loops.listen(loops.server(() -> new Tells(told)));
            try (Socket client = new Socket()) {
                client.connect(Loops.addressOf(listener));
                client.getOutputStream().write(new byte[3]);
                client.shutdownOutput();
                assertEquals(List.of(3, "inactive"), List.of(take(told), take(told)));
                assertEquals(-1, client.getInputStream().read());
            }
        }
        assertTrue(told.isEmpty(), () -> told.toString());
    }

    /** What the peer sent before its end is not lost to a program that reads when it wants to. */
    @Test
    void unreadDataIsThereAfterTheEnd() throws Exception {
        BlockingQueue<Object> told = new LinkedBlockingQueue<>();
        BlockingQueue<Channel> children = new LinkedBlockingQueue<>();
        try (Loops loops = new Loops(backend, 1)) {
            Channel listener = Loops.listen(loops.server(() -> new Tells(told) {
                        @Override
                        public void channelActive(ChannelHandlerContext context) {
                            children.add(context.channel());
                        }
                    })
                    .childOption(ChannelOption.AUTO_READ, false));
            try (Socket client = new Socket()) {
                client.connect(Loops.addressOf(listener));
                client.getOutputStream().write(new byte[100_000]);
            }
            Channel child = take(children);
            int received = 0;
            for (Object each; (each = readOnce(child, told)) instanceof Integer count; ) {
                received += count;
            }
            assertEquals(100_000, received);
        }
    }

    @Test
    void aProgramThatDoesNotReadLearnsOfTheEnd() throws Exception {
        assumeTrue(backend == Backend.EPOLL, "a loop of completions learns of the end by a read");
        BlockingQueue<Object> told = new LinkedBlockingQueue<>();
        try (Loops loops = new Loops(backend, 1)) {
            Channel listener =
                    Loops.listen(loops.server(() -> new Tells(told)).childOption(ChannelOption.AUTO_READ, false));
            try (Socket client = new Socket()) {
                client.connect(Loops.addressOf(listener));
            }
            assertEquals("inactive", take(told));
        }
    }

    private static Object readOnce(Channel child, BlockingQueue<Object> told) throws InterruptedException {
        child.read();
        return take(told);
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        T taken = queue.poll(20, TimeUnit.SECONDS);
        assertTrue(taken != null, "nothing was told");
        return taken;
    }
}
