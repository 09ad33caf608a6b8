package dev.pollux.benchmarks.servers.child;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.nio.ByteBuffer;

/** Answers requests as every other server here does, in place of Netty's HTTP codec, which does far more. */
final class NettyPlaintext extends NettyEcho {
    private final Exchange exchange = Exchange.of(Kind.HTTP);

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf input = (ByteBuf) message;
        ByteBuffer reply = exchange.reply(input.internalNioBuffer(input.readerIndex(), input.readableBytes()));
        input.release();
        if (reply.hasRemaining()) {
            ByteBuf output = context.alloc().directBuffer(reply.remaining());
            context.write(output.writeBytes(reply), context.voidPromise());
        }
    }
}
