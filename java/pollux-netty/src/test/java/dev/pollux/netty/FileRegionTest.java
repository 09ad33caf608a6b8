package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pollux.Backend;
import dev.pollux.netty.internal.completion.TransferredStream;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** Files that are sent, and what is written before and after them. */
@EnabledOnOs({OS.LINUX, OS.WINDOWS})
@Timeout(60)
@EachBackend
class FileRegionTest extends LeakChecked {
    private static final int SIZE = 3_000_000;

    @Parameter
    Backend backend;

    @TempDir
    Path folder;

    private final byte[] content = new byte[SIZE];
    private Path file;

    @BeforeEach
    void write() throws IOException {
        TransportScene.require(backend); // before a region has the file open: Windows would not let its folder go
        new Random(1).nextBytes(content);
        file = Files.write(folder.resolve("file"), content);
    }

    @Test
    void aFileIsSentWhole() throws Exception {
        assertArrayEquals(around(content), received(PolluxFileRegion.open(file)));
    }

    @Test
    void aPartOfAFileIsSent() throws Exception {
        byte[] part = Arrays.copyOfRange(content, 1_000_001, 1_000_001 + 1_234_567);
        assertArrayEquals(around(part), received(PolluxFileRegion.open(file, 1_000_001, part.length)));
    }

    @Test
    void nettysOwnRegionIsSentWhole() throws Exception {
        assertArrayEquals(around(content), received(new DefaultFileRegion(file.toFile(), 0, SIZE)));
    }

    @Test
    void itsProgressIsTold() throws Exception {
        for (FileRegion region : List.of(PolluxFileRegion.open(file), new DefaultFileRegion(file.toFile(), 0, SIZE))) {
            BlockingQueue<Long> progress = new LinkedBlockingQueue<>();
            try (Loops loops = new Loops(backend, 1)) {
                Channel listener = Loops.listen(loops.server(() -> new EchoHandler() {
                    @Override
                    public void channelActive(ChannelHandlerContext context) {
                        ChannelProgressivePromise written = context.newProgressivePromise();
                        written.addListener(new ChannelProgressiveFutureListener() {
                            @Override
                            public void operationProgressed(ChannelProgressiveFuture future, long now, long total) {
                                progress.add(now);
                            }

                            @Override
                            public void operationComplete(ChannelProgressiveFuture future) {
                                context.close();
                            }
                        });
                        context.writeAndFlush(region, written);
                    }
                }));
                try (Socket client = new Socket()) {
                    client.connect(Loops.addressOf(listener));
                    assertEquals(SIZE, client.getInputStream().readAllBytes().length);
                }
            }
            List<Long> seen = List.copyOf(progress);
            assertEquals(SIZE, seen.get(seen.size() - 1));
            assertEquals(seen.stream().sorted().distinct().toList(), seen);
        }
    }

    /** As TLS does, for instance. */
    @Test
    void aPartIsCopiedFromItsPosition() throws Exception {
        PolluxFileRegion part = PolluxFileRegion.open(file, 1_000_001, 200_000);
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        while (part.transferred() < part.count()) {
            part.transferTo(Channels.newChannel(copy), part.transferred());
        }
        assertArrayEquals(Arrays.copyOfRange(content, 1_000_001, 1_200_001), copy.toByteArray());
        assertTrue(part.release());
    }

    /** Instead of waiting for ever for a socket that can be written to. */
    @Test
    void aFileThatEndsTooSoonFailsItsPromise() throws Exception {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        try (Loops loops = new Loops(backend, 1)) {
            Channel listener = Loops.listen(loops.server(() -> new EchoHandler() {
                @Override
                public void channelActive(ChannelHandlerContext context) throws IOException {
                    context.writeAndFlush(PolluxFileRegion.open(file, 0, SIZE + 1L))
                            .addListener(written -> failure.complete(written.cause()));
                }
            }));
            try (Socket client = new Socket()) {
                client.connect(Loops.addressOf(listener));
                assertEquals(SIZE, client.getInputStream().readAllBytes().length);
            }
        }
        EOFException ended = assertInstanceOf(EOFException.class, failure.get(20, TimeUnit.SECONDS));
        assertEquals("the file ends at 3000000, before the region's end at 3000001", ended.getMessage());
    }

    @Test
    void aRegionClosesItsFileWithItsRelease() throws Exception {
        PolluxFileRegion region = PolluxFileRegion.open(file);
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        while (region.transferred() < region.count()) {
            region.transferTo(Channels.newChannel(copy), region.transferred());
        }
        assertArrayEquals(content, copy.toByteArray());
        assertTrue(region.release());
        assertThrows(IOException.class, () -> region.transferTo(Channels.newChannel(copy), 0));
        assertThrows(NoSuchFileException.class, () -> PolluxFileRegion.open(folder.resolve("none")));
        assertThrows(IllegalArgumentException.class, () -> PolluxFileRegion.open(file, -1, 1));
    }

    /** Else its bytes would go through the process, and nobody would notice. */
    @Test
    void aCompletionPortSendsTheFileItself() throws Exception {
        PolluxFileRegion region = PolluxFileRegion.open(file);
        PolluxSocketChannel channel = new PolluxSocketChannel();
        try {
            assertNotNull(((TransferredStream) channel.unsafe()).fileOf(region));
        } finally {
            channel.unsafe().closeForcibly();
            region.release();
        }
    }

    /** On a loop of completions the system has the file until then. */
    @Test
    void aCloseWithAFilePendingGivesItBack() throws Exception {
        Files.write(file, new byte[64 << 20]);
        CompletableFuture<PolluxFileRegion> sent = new CompletableFuture<>();
        CompletableFuture<Channel> sender = new CompletableFuture<>();
        try (Loops loops = new Loops(backend, 1)) {
            Channel listener = Loops.listen(loops.server(() -> new EchoHandler() {
                @Override
                public void channelActive(ChannelHandlerContext context) throws IOException {
                    PolluxFileRegion region = PolluxFileRegion.open(file);
                    context.writeAndFlush(region);
                    sent.complete(region);
                    sender.complete(context.channel());
                    context.channel().eventLoop().execute(context::close);
                }
            }));
            try (Socket client = new Socket()) { // it reads next to nothing
                client.connect(Loops.addressOf(listener));
                client.getInputStream().read();
                // Not by the loops' end, which may refuse what the close still has to do.
                assertTrue(sender.get(20, TimeUnit.SECONDS).closeFuture().await(20, TimeUnit.SECONDS));
            }
        }
        assertEquals(0, sent.get(20, TimeUnit.SECONDS).refCnt());
    }

    private static byte[] around(byte[] file) {
        return ByteBuffer.allocate(file.length + 3)
                .put((byte) 1)
                .put(file)
                .put(new byte[] {2, 3})
                .array();
    }

    private byte[] received(FileRegion region) throws Exception {
        try (Loops loops = new Loops(backend, 1)) {
            Channel listener = Loops.listen(loops.server(() -> new EchoHandler() {
                @Override
                public void channelActive(ChannelHandlerContext context) {
                    context.write(Unpooled.directBuffer().writeByte(1));
                    context.write(region);
                    context.write(Unpooled.directBuffer().writeByte(2));
                    ChannelFuture last =
                            context.writeAndFlush(Unpooled.directBuffer().writeByte(3));
                    last.addListener(written -> context.close());
                }
            }));
            try (Socket client = new Socket()) {
                client.setReceiveBufferSize(64 * 1024);
                client.connect(Loops.addressOf(listener));
                byte[] all = client.getInputStream().readAllBytes();
                assertEquals(0, region.refCnt());
                return all;
            }
        }
    }
}
