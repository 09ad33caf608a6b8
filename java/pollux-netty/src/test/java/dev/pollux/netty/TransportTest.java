package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.VacantAddress;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What TCP's channels promise, on each backend that a loop can run on. */
@Timeout(120)
class TransportTest extends LeakChecked {
    private static final int MANY = 8 << 20;
    private static final int LINGER_SECONDS = 120; // longer than the patience: a loop that waits for it is noticed

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.write(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /** Keeps what comes, and tells when there was so much, or why not. */
    private static final class Collect extends ChannelInboundHandlerAdapter {
        final CompletableFuture<byte[]> all = new CompletableFuture<>();
        private final byte[] bytes;
        private int count;

        Collect(int length) {
            bytes = new byte[length];
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf buffer = (ByteBuf) message;
            int length = buffer.readableBytes();
            if (length > bytes.length - count) {
                all.completeExceptionally(new AssertionError("more than " + bytes.length + " bytes have come"));
            } else {
                buffer.readBytes(bytes, count, length);
                count += length;
            }
            buffer.release();
            if (count == bytes.length) {
                all.complete(bytes);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            all.completeExceptionally(new AssertionError("it has ended after " + count + " bytes"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            all.completeExceptionally(cause);
        }
    }

    /** A thread each: the JDK's common pool has one for all on two processors, and the receiver would keep it from the sender. */
    private static final Executor THREADS = task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    };

    private static byte[] get(CompletableFuture<byte[]> future) throws Exception {
        try {
            return future.get(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void whatIsSentComesBack(Backend backend) throws Exception {
        try (TransportScene scene = new TransportScene(backend, 2)) {
            InetSocketAddress address = TransportScene.listen(scene.server(Echo::new));
            Collect collect = new Collect(MANY);
            Channel client = scene.client(collect).connect(address).sync().channel();
            byte[] sent = TransportScene.pattern(MANY, 1);
            ByteBuf[] parts = new ByteBuf[300];
            int at = 0;
            for (int i = 0; i < parts.length; i++) { // lengths from nothing to much, on the heap and off
                int length = i == parts.length - 1 ? MANY - at : Math.min(MANY - at, i % 7 == 0 ? 200_000 : i % 50);
                parts[i] = (i % 2 == 0 ? Unpooled.directBuffer(length + 1) : Unpooled.buffer(length + 1))
                        .writeBytes(sent, at, length);
                at += length;
                client.write(parts[i]);
            }
            client.flush();
            assertArrayEquals(sent, get(collect.all));
            client.close().sync();
            for (ByteBuf part : parts) {
                TransportScene.assertReleased(part);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void anAnswerAfterTheHalfClosureArrivesWhole(Backend backend) throws Exception {
        byte[] answer = TransportScene.pattern(MANY, 2);
        try (TransportScene scene = new TransportScene(backend, 1)) {
            InetSocketAddress address = TransportScene.listen(scene.server(() -> new ChannelInboundHandlerAdapter() {
                        @Override
                        public void userEventTriggered(ChannelHandlerContext context, Object event) {
                            if (event == io.netty.channel.socket.ChannelInputShutdownEvent.INSTANCE) {
                                context.writeAndFlush(Unpooled.copiedBuffer(answer))
                                        .addListener(io.netty.channel.ChannelFutureListener.CLOSE);
                            }
                        }
                    })
                    .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true));
            try (Socket client = TransportScene.connect(address)) {
                client.shutdownOutput();
                assertArrayEquals(answer, client.getInputStream().readAllBytes());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void withoutAutoReadEachReadGetsOneMessage(Backend backend) throws Exception {
        LinkedBlockingQueue<ByteBuf> got = new LinkedBlockingQueue<>();
        try (TransportScene scene = new TransportScene(backend, 1)) {
            InetSocketAddress address = TransportScene.listen(scene.server(() -> new ChannelInboundHandlerAdapter() {
                        @Override
                        public void channelRead(ChannelHandlerContext context, Object message) {
                            got.add((ByteBuf) message);
                        }
                    })
                    .childOption(ChannelOption.AUTO_READ, false));
            byte[] sent = TransportScene.pattern(100_000, 3);
            try (Socket client = TransportScene.connect(address)) {
                Channel channel = scene.nextAccepted();
                client.getOutputStream().write(sent);
                for (int i = 0; i < 3; i++) { // the loop, which has one thread, looks for what has come meanwhile
                    TransportScene.connect(address).close();
                    scene.nextAccepted();
                }
                assertNull(got.poll(), "nobody has asked for it");
                client.shutdownOutput();
                ByteBuf all = Unpooled.buffer();
                while (all.readableBytes() < sent.length) {
                    channel.read();
                    ByteBuf next = got.poll(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS);
                    assertTrue(next != null, () -> "nothing after " + all.readableBytes() + " bytes");
                    all.writeBytes(next);
                    next.release();
                    channel.eventLoop().submit(() -> {}).sync();
                    // At the peer's end all that is left is told at once, as Netty's own transports do.
                    while ((next = got.poll()) != null) {
                        all.writeBytes(next);
                        next.release();
                    }
                }
                byte[] bytes = new byte[all.readableBytes()];
                all.readBytes(bytes);
                assertArrayEquals(sent, bytes);
                channel.read();
                assertTrue(channel.closeFuture().await(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED"}) // on Windows no handle leaves its loop
    void nothingIsLostWhenAChannelMovesBetweenLoops(Backend backend) throws Exception {
        try (TransportScene scene = new TransportScene(backend, 3)) {
            InetSocketAddress address = TransportScene.listen(scene.server(Echo::new));
            byte[] sent = TransportScene.pattern(4 << 20, 4);
            try (Socket client = TransportScene.connect(address)) {
                Channel channel = scene.nextAccepted();
                CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return client.getInputStream().readNBytes(sent.length);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        THREADS);
                CompletableFuture<Void> sending = CompletableFuture.runAsync(
                        () -> {
                            try {
                                for (int at = 0; at < sent.length; at += 1 << 14) {
                                    client.getOutputStream().write(sent, at, 1 << 14);
                                }
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        THREADS);
                int moves = 0;
                while (!received.isDone() && moves < 300) {
                    EventLoop next = scene.group.next();
                    channel.deregister().sync();
                    next.register(channel).sync();
                    moves++;
                }
                assertArrayEquals(sent, get(received));
                sending.get();
                assertTrue(moves > 0);
            }
        }
    }

    @Test
    void onWindowsAChannelComesBackToItsLoopAndGoesToNoOther() throws Exception {
        try (TransportScene scene = new TransportScene(Backend.IOCP, 2)) {
            InetSocketAddress address = TransportScene.listen(scene.server(Echo::new));
            try (Socket client = TransportScene.connect(address)) {
                Channel channel = scene.nextAccepted();
                EventLoop its = channel.eventLoop();
                for (int i = 0; i < 30; i++) {
                    client.getOutputStream().write(i);
                    channel.deregister().sync();
                    its.register(channel).sync();
                    assertEquals(i, client.getInputStream().read());
                }
                EventLoop other = scene.group.next();
                other = other == its ? scene.group.next() : other;
                channel.deregister().sync();
                ChannelFuture refused = other.register(channel).await();
                assertInstanceOf(UnsupportedOperationException.class, refused.cause());
                assertTrue(
                        refused.cause().getMessage().contains("no handle leaves its completion port"),
                        () -> refused.cause().toString());
                assertEquals(-1, client.getInputStream().read());
                assertFalse(channel.isOpen());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void aCloseWithWritesPendingFailsThemAndKeepsNothing(Backend backend) throws Exception {
        TransportScene.require(backend); // before there is a buffer
        ByteBuf message = Unpooled.directBuffer(MANY * 4).writeZero(MANY * 4);
        try (TransportScene scene = new TransportScene(backend, 1)) {
            InetSocketAddress address = TransportScene.listen(scene.server(ChannelInboundHandlerAdapter::new));
            try (Socket client = TransportScene.connect(address)) { // which reads nothing
                Channel channel = scene.nextAccepted();
                ChannelFuture written = channel.writeAndFlush(message);
                client.getInputStream().read();
                channel.close().sync();
                assertTrue(written.await(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS));
                assertFalse(written.isSuccess());
            }
        }
        TransportScene.assertReleased(message);
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void aLoopThatEndsKeepsNothing(Backend backend) throws Exception {
        TransportScene.require(backend); // before there is a buffer
        ByteBuf message = Unpooled.directBuffer(MANY * 4).writeZero(MANY * 4);
        try (TransportScene scene = new TransportScene(backend, 1)) {
            InetSocketAddress address = TransportScene.listen(scene.server(ChannelInboundHandlerAdapter::new));
            try (Socket client = TransportScene.connect(address)) {
                Channel channel = scene.nextAccepted();
                channel.writeAndFlush(message);
                client.getInputStream().read();
                scene.end();
                assertFalse(channel.isOpen());
                TransportScene.assertReleased(message);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void aRefusedConnectSaysSo(Backend backend) throws Exception {
        try (TransportScene scene = new TransportScene(backend, 1);
                VacantAddress vacant = new VacantAddress()) {
            ChannelFuture connect = scene.client(new ChannelInboundHandlerAdapter())
                    .connect(vacant.address())
                    .await();
            assertInstanceOf(ConnectException.class, connect.cause());
            assertTrue(connect.channel().closeFuture().await(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void aFileGoesWhole(Backend backend, @TempDir Path directory) throws Exception {
        Path file = directory.resolve("file");
        byte[] content = TransportScene.pattern(3 << 20, 5);
        Files.write(file, content);
        try (TransportScene scene = new TransportScene(backend, 1)) {
            InetSocketAddress address = TransportScene.listen(scene.server(() -> new ChannelInboundHandlerAdapter() {
                @Override
                public void channelActive(ChannelHandlerContext context) throws IOException {
                    context.write(Unpooled.wrappedBuffer(new byte[] {1, 2, 3}));
                    context.write(new DefaultFileRegion(file.toFile(), 10, content.length - 10));
                    context.write(PolluxFileRegion.open(file));
                    context.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {4}))
                            .addListener(io.netty.channel.ChannelFutureListener.CLOSE);
                }
            }));
            try (Socket client = TransportScene.connect(address)) {
                byte[] got = client.getInputStream().readAllBytes();
                assertEquals(3 + 2 * content.length - 10 + 1, got.length);
                assertArrayEquals(
                        java.util.Arrays.copyOfRange(content, 10, content.length),
                        java.util.Arrays.copyOfRange(got, 3, content.length - 7));
                assertArrayEquals(
                        content, java.util.Arrays.copyOfRange(got, content.length - 7, 2 * content.length - 7));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void theOutputIsShutBehindWhatWasWritten(Backend backend) throws Exception {
        byte[] answer = TransportScene.pattern(100_000, 6);
        try (TransportScene scene = new TransportScene(backend, 1)) {
            InetSocketAddress address = TransportScene.listen(scene.server(ChannelInboundHandlerAdapter::new));
            try (Socket client = TransportScene.connect(address)) {
                SocketChannel channel = (SocketChannel) scene.nextAccepted();
                channel.writeAndFlush(Unpooled.copiedBuffer(answer)).sync();
                channel.shutdownOutput().sync();
                assertArrayEquals(answer, client.getInputStream().readAllBytes());
                assertTrue(channel.isOutputShutdown());
                assertThrows(IOException.class, () -> channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[1]))
                        .sync());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void aCloseThatLingersEnds(Backend backend) throws Exception {
        TransportScene.require(backend); // before there is a buffer
        ByteBuf message = Unpooled.directBuffer(MANY * 4).writeZero(MANY * 4);
        try (TransportScene scene = new TransportScene(backend, 1)) {
            InetSocketAddress address = TransportScene.listen(scene.server(ChannelInboundHandlerAdapter::new)
                    .childOption(ChannelOption.SO_LINGER, LINGER_SECONDS));
            try (Socket client = TransportScene.connect(address)) {
                Channel channel = scene.nextAccepted();
                channel.writeAndFlush(message);
                client.getInputStream().read();
                ChannelFuture closed = channel.close();
                // The loop goes on meanwhile.
                assertTrue(
                        channel.eventLoop().submit(() -> {}).await(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS));
                assertTrue(closed.await(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
        }
        TransportScene.assertReleased(message);
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING", "EMULATED", "IOCP"})
    void connectionsThatAreCutLeaveNothing(Backend backend) throws Exception {
        try (TransportScene scene = new TransportScene(backend, 2)) {
            InetSocketAddress address = TransportScene.listen(scene.server(Echo::new));
            for (int i = 0; i < 300; i++) {
                Channel channel = null;
                try (Socket client = TransportScene.connect(address)) {
                    client.getOutputStream().write(1);
                    if (backend == Backend.IOCP) { // nobody is told there of a connection that has gone before
                        channel = scene.nextAccepted();
                    }
                    if (i % 3 == 0) {
                        client.setSoLinger(true, 0);
                    } else if (i % 3 == 1) {
                        assertEquals(1, client.getInputStream().read());
                    }
                }
                if (channel == null) {
                    channel = scene.nextAccepted();
                }
                assertTrue(channel.closeFuture().await(TransportScene.PATIENCE_SECONDS, TimeUnit.SECONDS));
            }
        }
    }
}
