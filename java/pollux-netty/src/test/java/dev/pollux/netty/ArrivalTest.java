package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pollux.Backend;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;

/** What a loop of completions makes of what has arrived. */
@EnabledOnOs({OS.LINUX, OS.WINDOWS})
@Timeout(60)
@EachBackend
class ArrivalTest extends LeakChecked {
    private static final int GUESS = 64 * 1024;
    private static final int MESSAGE = 100;

    @Parameter
    Backend backend;

    /**
     * How much has come is known before its buffer is made. Of the size to be guessed, those of one turn would be more than Netty's pool
     * keeps, and it would make and drop memory again and again.
     */
    @Test
    void itsBufferIsNotLargerThanWhatHasCome() throws Exception {
        assumeTrue(backend != Backend.EPOLL, "on epoll nobody knows before how much there is");
        CompletableFuture<int[]> sizes = new CompletableFuture<>();
        try (Loops loops = new Loops(backend, 1)) {
            Channel listener = Loops.listen(loops.server(() -> new ChannelInboundHandlerAdapter() {
                        @Override
                        public void channelRead(ChannelHandlerContext context, Object message) {
                            ByteBuf buffer = (ByteBuf) message;
                            sizes.complete(new int[] {buffer.readableBytes(), buffer.capacity()});
                            buffer.release();
                        }
                    })
                    .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(GUESS)));
            try (Socket client = TransportScene.connect(Loops.addressOf(listener))) {
                client.getOutputStream().write(new byte[MESSAGE]);
                int[] seen = sizes.get(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertEquals(MESSAGE, seen[0]);
                assertTrue(seen[1] < GUESS, () -> "a buffer of " + seen[1] + " bytes for " + seen[0]);
            }
        }
    }
}
