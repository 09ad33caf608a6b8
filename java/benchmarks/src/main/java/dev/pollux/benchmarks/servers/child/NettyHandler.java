package dev.pollux.benchmarks.servers.child;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** What Netty's servers of streams share: one flush for all that a read has brought, and a close for what fails. */
abstract class NettyHandler extends ChannelInboundHandlerAdapter {
    @Override
    public final void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // reset by the peer
    }
}
