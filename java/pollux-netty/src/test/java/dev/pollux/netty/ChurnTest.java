package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.linux.OpenDescriptors;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;

/** Connections that come, move between event loops, and are cut: {@code -Ddev.pollux.test.churn} has how many. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
@EachBackend
class ChurnTest extends LeakChecked {
    private static final int CONNECTIONS = Integer.getInteger("dev.pollux.test.churn", 10_000);
    private static final int AT_A_TIME = 100;

    /** Each of a connection's rounds ends on another event loop than it began on. */
    private static final int ROUNDS = 4;

    @Parameter
    Backend backend;

    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger serverSides = new AtomicInteger();
    private final Semaphore places = new Semaphore(AT_A_TIME);

    /** Sends one byte a round, and moves when it is back. In the end it is cut, or closed. */
    private final class Client extends ChannelInboundHandlerAdapter {
        private final Loops loops;
        private int rounds;

        Client(Loops loops) {
            this.loops = loops;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            send(context);
        }

        private void send(ChannelHandlerContext context) {
            context.writeAndFlush(Unpooled.directBuffer(1).writeByte(7));
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ((ByteBuf) message).release();
            Channel channel = context.channel();
            if (++rounds < ROUNDS) {
                move(channel, loops.group.next(), () -> send(context));
                return;
            }
            if (answered.incrementAndGet() % 2 == 0) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0); // a reset
            }
            channel.close();
        }

        @Override
        public void channelUnregistered(ChannelHandlerContext context) {
            if (!context.channel().isOpen()) {
                places.release();
            }
        }
    }

    /** Answers from whichever loop it is on by then. */
    private final class Server extends EchoHandler {
        private final Loops loops;

        Server(Loops loops) {
            this.loops = loops;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            serverSides.incrementAndGet();
            move(context.channel(), loops.group.next(), () -> {});
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            serverSides.decrementAndGet();
        }
    }

    private static void move(Channel channel, EventLoop to, Runnable then) {
        channel.deregister().addListener(left -> to.register(channel).addListener(arrived -> then.run()));
    }

    @Test
    void nothingIsLeftOfConnectionsThatMoveAndAreCut() throws Exception {
        Set<String> before;
        try (Loops loops = new Loops(backend, 2)) {
            Channel listener =
                    Loops.listen(loops.server(() -> new Server(loops)).option(ChannelOption.SO_BACKLOG, 2 * AT_A_TIME));
            connect(loops, listener, AT_A_TIME); // what is made once is made
            before = OpenDescriptors.all();
            connect(loops, listener, CONNECTIONS);
            Await.until("the accepted sides are closed", () -> serverSides.get() == 0, () -> Thread.sleep(1));
            Await.until(
                    "the descriptors are given back",
                    () -> OpenDescriptors.addedTo(before).isEmpty(),
                    () -> Thread.sleep(1));
        }
        assertEquals(AT_A_TIME + CONNECTIONS, answered.get());
    }

    private void connect(Loops loops, Channel listener, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            takePlaces(1);
            loops.client(() -> new Client(loops)).connect(Loops.addressOf(listener));
        }
        takePlaces(AT_A_TIME); // the last of them have gone
        places.release(AT_A_TIME);
    }

    private void takePlaces(int count) throws InterruptedException {
        if (!places.tryAcquire(count, 60, TimeUnit.SECONDS)) {
            throw new AssertionError(
                    "connections hang: " + (AT_A_TIME - places.availablePermits()) + ", answered " + answered.get());
        }
    }
}
