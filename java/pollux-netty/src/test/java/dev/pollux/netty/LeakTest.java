package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Await;
import dev.pollux.Backend;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ResourceLeakDetector;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.Parameter;

/** That no buffer is lost, whatever becomes of its channel: Netty's paranoid leak detector looks at all of them. */
@EnabledOnOs({OS.LINUX, OS.WINDOWS})
@Timeout(60)
@EachBackend
class LeakTest {
    private static final String ON_PURPOSE = "lost by LeakTest";

    @Parameter
    Backend backend;

    private final ConcurrentLinkedQueue<String> leaks = new ConcurrentLinkedQueue<>();
    private ResourceLeakDetector.Level before;

    @BeforeEach
    void lookAtAll() {
        before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ByteBufUtil.setLeakListener((type, records) -> {
            if (!LeakChecked.isOnPurpose(records)) { // of a class before, in this JVM
                leaks.add(records);
            }
        });
    }

    @AfterEach
    void lookNoMore() {
        ByteBufUtil.setLeakListener(null);
        ResourceLeakDetector.setLevel(before);
    }

    @Test
    void noBufferIsLost() throws Exception {
        try (Loops loops = new Loops(backend, 1)) {
            endedByThePeer(loops);
            closedWhileItReads(loops);
            closedWithPendingWrites(loops);
            resetWithPendingWrites(loops);
        }
        loseOne();
        Await.until("the one that is lost is found, and with it every other", () -> !leaks.isEmpty(), () -> {
            System.gc();
            ByteBufAllocator.DEFAULT.directBuffer(1).release(); // the detector tells when one is allocated
        });
        assertEquals(1, leaks.size(), () -> String.join("\n", leaks));
        assertTrue(leaks.peek().contains(ON_PURPOSE), leaks.peek());
    }

    /** Each by a name of its own: the detector tells of the same leak once. */
    private void loseOne() {
        ByteBufAllocator.DEFAULT.directBuffer(1).touch(ON_PURPOSE + " on " + backend);
    }

    private static void endedByThePeer(Loops loops) throws Exception {
        Channel listener = Loops.listen(loops.server(EchoHandler::new));
        for (int i = 0; i < 10; i++) {
            try (Socket client = new Socket()) {
                client.connect(Loops.addressOf(listener));
                client.getOutputStream().write(1);
                client.shutdownOutput();
                client.getInputStream().readAllBytes();
            }
        }
    }

    private static void closedWhileItReads(Loops loops) throws Exception {
        Channel listener = Loops.listen(loops.server(() -> new EchoHandler() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                context.close();
                super.channelRead(context, message);
            }
        }));
        try (Socket client = new Socket()) {
            client.connect(Loops.addressOf(listener));
            client.getOutputStream().write(new byte[100_000]);
            while (client.getInputStream().read() >= 0) {
                continue;
            }
        } catch (SocketException e) {
            // closed with unread data: a reset
        }
    }

    /** Direct, on the heap, composite, and a file's: the channel is closed before the system has taken all. */
    private static void closedWithPendingWrites(Loops loops) throws Exception {
        Channel listener = Loops.listen(loops.server(() -> new EchoHandler() {
            @Override
            public void channelActive(ChannelHandlerContext context) {
                for (int i = 0; i < 40; i++) {
                    writeAll(context.channel());
                }
                context.flush();
                context.close();
            }
        }));
        try (Socket client = new Socket()) {
            client.connect(Loops.addressOf(listener));
            client.getInputStream().readAllBytes();
        }
    }

    private static void writeAll(Channel channel) {
        ByteBuf direct = channel.alloc().directBuffer(64 * 1024).writeZero(64 * 1024);
        channel.write(direct);
        channel.write(Unpooled.buffer(64 * 1024).writeZero(64 * 1024));
        channel.write(Unpooled.EMPTY_BUFFER);
        channel.write(channel.alloc()
                .compositeDirectBuffer()
                .addComponent(true, channel.alloc().directBuffer(8).writeLong(1))
                .addComponent(true, channel.alloc().heapBuffer(8).writeLong(2)));
    }

    private static void resetWithPendingWrites(Loops loops) throws Exception {
        AtomicReference<Channel> child = new AtomicReference<>();
        Channel pushing = Loops.listen(loops.server(() -> new EchoHandler() {
            @Override
            public void channelActive(ChannelHandlerContext context) {
                child.set(context.channel());
                for (int i = 0; i < 100; i++) {
                    writeAll(context.channel());
                }
                context.flush();
            }
        }));
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(4 * 1024);
            client.setSoLinger(true, 0);
            client.connect(Loops.addressOf(pushing));
            client.getInputStream().read();
        }
        Await.until("the reset is seen", () -> !child.get().isOpen(), () -> Thread.sleep(1));
    }
}
