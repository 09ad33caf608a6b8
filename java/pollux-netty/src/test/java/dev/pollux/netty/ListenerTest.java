package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Promise;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;

/** Listeners that leave their loop, and go on on the next one. On Windows that is the same again. */
@EnabledOnOs({OS.LINUX, OS.WINDOWS})
@Timeout(120)
@EachBackend
@SuppressWarnings("try") // clients that only connect
class ListenerTest extends LeakChecked {
    private static final int ROUNDS = 200;

    @Parameter
    Backend backend;

    private final Semaphore accepted = new Semaphore(0);

    private Channel listen(Loops loops) throws InterruptedException {
        return Loops.listen(loops.server(() -> new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext context) {
                accepted.release();
            }
        }));
    }

    private EventLoop next(Loops loops, EventLoop its) {
        return backend == Backend.IOCP ? its : loops.group.next();
    }

    private void assertAccepted(int round) throws InterruptedException {
        assertTrue(
                accepted.tryAcquire(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS),
                () -> "nobody was told of connection " + round);
    }

    /** A connection that is accepted while the listener leaves waits for no other one. */
    @Test
    void eachConnectionIsToldWhileItMoves() throws Exception {
        try (Loops loops = new Loops(backend, 2)) {
            Channel listener = listen(loops);
            InetSocketAddress address = Loops.addressOf(listener);
            EventLoop its = listener.eventLoop();
            for (int round = 0; round < ROUNDS; round++) {
                ChannelFuture left = round % 2 == 0 ? listener.deregister() : null;
                try (Socket client = TransportScene.connect(address)) {
                    if (left == null) {
                        left = listener.deregister();
                    }
                    left.sync();
                    next(loops, its).register(listener).sync();
                    assertAccepted(round);
                }
            }
        }
    }

    /** Neither the loop that it had last, nor one that it had before, listens any more. */
    @Test
    void oneThatHasMovedIsClosedEverywhere() throws Exception {
        try (Loops loops = new Loops(backend, 2)) {
            for (int round = 0; round < 10; round++) {
                Channel listener = listen(loops);
                InetSocketAddress address = Loops.addressOf(listener);
                listener.deregister().sync();
                next(loops, listener.eventLoop()).register(listener).sync();
                try (Socket client = TransportScene.connect(address)) {
                    assertAccepted(round);
                }
                listener.close().sync();
                loops.assertNobodyListens(address);
            }
        }
    }

    /** The loop that it leaves has not ended its accepts by then: the thread is busy here. */
    @Test
    void oneThatIsClosedAsItLeavesListensNoMore() throws Exception {
        try (Loops loops = new Loops(backend, 1)) {
            Channel listener = listen(loops);
            InetSocketAddress address = Loops.addressOf(listener);
            try (Socket client = TransportScene.connect(address)) {
                assertAccepted(0);
            }
            Promise<Void> seen = listener.eventLoop().newPromise();
            listener.deregister().addListener(left -> {
                listener.close();
                try {
                    assertThrows(ConnectException.class, () -> TransportScene.connect(address)
                            .close());
                    seen.setSuccess(null);
                } catch (Throwable e) {
                    seen.setFailure(e);
                }
            });
            seen.sync();
        }
    }
}
