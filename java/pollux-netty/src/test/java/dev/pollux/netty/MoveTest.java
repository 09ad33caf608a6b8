package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.pollux.Backend;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;

/** A channel that goes to another event loop with something still to write. {@link ChurnTest} moves many. */
@EnabledOnOs(OS.LINUX)
@Timeout(30)
@EachBackend
class MoveTest extends LeakChecked {
    private static final int BYTES = 8 << 20;

    @Parameter
    Backend backend;

    @Test
    void whatIsStillToBeWrittenIsWrittenByTheNextLoop() throws Exception {
        BlockingQueue<ChannelFuture> writes = new LinkedBlockingQueue<>();
        try (Loops loops = new Loops(backend, 1);
                Loops others = new Loops(backend, 1)) {
            Channel listener = Loops.listen(loops.server(() -> new EchoHandler() {
                @Override
                public void channelActive(ChannelHandlerContext context) {
                    writes.add(context.writeAndFlush(
                            context.alloc().directBuffer(BYTES).writeZero(BYTES)));
                }
            }));
            try (Socket client = new Socket()) {
                client.setReceiveBufferSize(16 * 1024);
                client.connect(Loops.addressOf(listener));
                ChannelFuture write = writes.poll(20, TimeUnit.SECONDS);
                assertNotNull(write);
                write.channel().deregister().sync();
                others.group.register(write.channel()).sync();
                assertFalse(write.isDone(), "all was written at once: the test shows nothing");
                write.addListener(ChannelFutureListener.CLOSE);
                assertEquals(BYTES, client.getInputStream().readAllBytes().length);
            }
        }
    }
}
