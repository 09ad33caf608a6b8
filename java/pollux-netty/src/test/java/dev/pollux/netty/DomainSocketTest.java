package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.linux.LinuxFile;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Unix sockets: their names, and descriptors that they pass. */
@EnabledOnOs(OS.LINUX)
class DomainSocketTest extends LeakChecked {
    @TempDir
    Path folder;

    /** Gives on what comes: text of bytes, descriptors as they are, and the end. */
    private static final class Taker extends ChannelInboundHandlerAdapter {
        private final BlockingQueue<Object> taken;

        Taker(BlockingQueue<Object> taken) {
            this.taken = taken;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof ByteBuf buffer) {
                taken.add(buffer.toString(StandardCharsets.US_ASCII));
                ReferenceCountUtil.release(message);
            } else {
                taken.add(message);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            taken.add("end");
        }
    }

    private static Object next(BlockingQueue<Object> taken) throws InterruptedException {
        Object one = taken.poll(20, TimeUnit.SECONDS);
        assertNotNull(one, "nothing comes");
        return one;
    }

    private static Channel listen(Loops loops, String name, BlockingQueue<Object> taken, DomainSocketReadMode mode)
            throws InterruptedException {
        return new ServerBootstrap()
                .group(loops.group)
                .channel(PolluxServerDomainSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 16)
                .childOption(PolluxChannelOption.DOMAIN_SOCKET_READ_MODE, mode)
                .childHandler(new io.netty.channel.ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel child) {
                        child.pipeline().addLast(new Taker(taken));
                    }
                })
                .bind(new DomainSocketAddress(name))
                .sync()
                .channel();
    }

    private static Channel connect(Loops loops, Channel listener) throws InterruptedException {
        return new Bootstrap()
                .group(loops.group)
                .channel(PolluxDomainSocketChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(listener.localAddress())
                .sync()
                .channel();
    }

    @Test
    void bytesByAPathAndByAnAbstractName() throws Exception {
        Path path = folder.resolve("socket");
        try (Loops loops = new Loops(1)) {
            for (String name : new String[] {
                path.toString(), "\0pollux-netty-" + ProcessHandle.current().pid()
            }) {
                BlockingQueue<Object> taken = new LinkedBlockingQueue<>();
                Channel listener = listen(loops, name, taken, DomainSocketReadMode.BYTES);
                assertEquals(new DomainSocketAddress(name), listener.localAddress());
                PolluxDomainSocketChannel client = (PolluxDomainSocketChannel) connect(loops, listener);
                assertEquals(new DomainSocketAddress(name), client.remoteAddress());
                assertEquals(
                        ProcessHandle.current().pid(), client.peerCredentials().pid());
                client.writeAndFlush(Unpooled.copiedBuffer("hello", StandardCharsets.US_ASCII))
                        .sync();
                assertEquals("hello", next(taken));
                client.close().sync();
                assertEquals("end", next(taken));
                listener.close().sync();
            }
            assertFalse(Files.exists(path), "the listener's close removes it");
        }
    }

    /** More of them than a loop's turn takes, and the peer has gone by then. */
    @Test
    void allDescriptorsComeBeforeTheEnd() throws Exception {
        int count = 100;
        Path file = Files.writeString(folder.resolve("file"), "passed");
        try (Loops loops = new Loops(1);
                Loops others = new Loops(1);
                LinuxFile opened = LinuxFile.open(file)) {
            BlockingQueue<Object> taken = new LinkedBlockingQueue<>();
            Channel listener =
                    listen(loops, folder.resolve("s").toString(), taken, DomainSocketReadMode.FILE_DESCRIPTORS);
            CountDownLatch gone = new CountDownLatch(1);
            Channel client = connect(others, listener);
            loops.group.next().submit(() -> gone.await(20, TimeUnit.SECONDS)); // the one loop reads nothing until then
            ChannelFuture last = null;
            for (int i = 0; i < count; i++) {
                last = client.write(new FileDescriptor(opened.fd()));
            }
            client.flush();
            last.sync();
            client.close().sync();
            gone.countDown();
            for (int i = 0; i < count; i++) {
                assertInstanceOf(FileDescriptor.class, next(taken)).close();
            }
            assertEquals("end", next(taken));
        }
    }

    @Test
    void descriptorsArePassedBetweenBytes() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "passed");
        try (Loops loops = new Loops(1);
                LinuxFile opened = LinuxFile.open(file)) {
            BlockingQueue<Object> taken = new LinkedBlockingQueue<>();
            Channel listener =
                    listen(loops, folder.resolve("s").toString(), taken, DomainSocketReadMode.FILE_DESCRIPTORS);
            Channel client = connect(loops, listener);
            for (int i = 0; i < 3; i++) {
                client.write(new FileDescriptor(opened.fd()));
            }
            client.writeAndFlush(Unpooled.copiedBuffer("b", StandardCharsets.US_ASCII))
                    .sync(); // a byte that brings none
            client.close().sync();
            for (int i = 0; i < 3; i++) {
                FileDescriptor got = (FileDescriptor) next(taken);
                assertTrue(got.isOpen() && got.intValue() != opened.fd());
                try (LinuxFile its = LinuxFile.duplicate(got.intValue())) {
                    ByteBuffer bytes = ByteBuffer.allocate(16);
                    its.read(bytes, 0);
                    assertEquals(
                            "passed",
                            StandardCharsets.US_ASCII.decode(bytes.flip()).toString());
                }
                got.close();
                assertFalse(got.isOpen());
                got.close();
            }
            assertEquals("end", next(taken));
        }
    }
}
