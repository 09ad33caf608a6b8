package dev.pollux.benchmarks.servers.child;

import io.netty.channel.ChannelHandlerContext;

/** Writes what it reads. A peer that does not take its reply is not read from. */
class NettyEcho extends NettyHandler {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        context.write(message, context.voidPromise());
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(context.channel().isWritable());
    }
}
