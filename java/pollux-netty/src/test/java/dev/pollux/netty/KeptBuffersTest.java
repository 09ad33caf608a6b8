package dev.pollux.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pollux.Backend;
import dev.pollux.netty.watch.LeakChecked;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.ReferenceCounted;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an operation has is the system's until it has ended. It is looked at on the loop's thread just after the flush: the channel holds
 * it then, and the operation, whose end is told by a later turn. In the end nobody does.
 */
@Timeout(120)
class KeptBuffersTest extends LeakChecked {
    private static final int MUCH = 32 << 20; // more than a peer's system takes that reads nothing

    @ParameterizedTest
    @EnumSource(names = {"IO_URING", "EMULATED", "IOCP"})
    void aBufferIsKeptUntilItsWriteHasEnded(Backend backend) throws Exception {
        TransportScene.require(backend); // before there is a buffer
        ByteBuf message = Unpooled.directBuffer(MUCH).writeZero(MUCH);
        assertEquals(2, referencesAfterTheFlush(backend, message));
        assertEquals(0, message.refCnt());
    }

    @ParameterizedTest
    @EnumSource(names = "IOCP")
    void aFileIsKeptUntilItsSendHasEnded(Backend backend, @TempDir Path folder) throws Exception {
        TransportScene.require(backend);
        PolluxFileRegion region = PolluxFileRegion.open(Files.write(folder.resolve("file"), new byte[MUCH]));
        assertEquals(2, referencesAfterTheFlush(backend, region));
        assertEquals(0, region.refCnt());
    }

    private static int referencesAfterTheFlush(Backend backend, ReferenceCounted message) throws Exception {
        try (TransportScene scene = new TransportScene(backend, 1)) {
            InetSocketAddress address = TransportScene.listen(scene.server(ChannelInboundHandlerAdapter::new));
            try (Socket client = TransportScene.connect(address)) {
                Channel channel = scene.nextAccepted();
                int references = referencesAfterTheFlush(channel, message, message);
                client.getInputStream().read();
                return references; // the scene's end closes the channel while most of it is still to be written
            }
        }
    }

    private static int referencesAfterTheFlush(Channel channel, Object message, ReferenceCounted counted)
            throws Exception {
        return channel.eventLoop()
                .submit(() -> {
                    channel.writeAndFlush(message);
                    return counted.refCnt();
                })
                .get();
    }

    @Test
    void aDatagramIsKeptUntilItsSendHasEnded() throws Exception {
        TransportScene.require(Backend.IOCP);
        ByteBuf content = Unpooled.directBuffer(8).writeZero(8);
        try (TransportScene scene = new TransportScene(Backend.IOCP, 1)) {
            Channel channel = new Bootstrap()
                    .group(scene.group)
                    .channelFactory(() -> new PolluxDatagramChannel(SocketProtocolFamily.INET))
                    .handler(new ChannelInboundHandlerAdapter())
                    .bind("127.0.0.1", 0)
                    .sync()
                    .channel();
            DatagramPacket packet = new DatagramPacket(content, (InetSocketAddress) channel.localAddress());
            assertEquals(2, referencesAfterTheFlush(channel, packet, content));
        }
        TransportScene.assertReleased(content);
    }
}
