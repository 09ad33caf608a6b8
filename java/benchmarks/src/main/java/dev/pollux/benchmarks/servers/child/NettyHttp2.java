package dev.pollux.benchmarks.servers.child;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.util.ReferenceCountUtil;

/** Answers each stream of Netty's codec of HTTP/2, when its request has ended. */
final class NettyHttp2 extends NettyHandler {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        boolean ended = message instanceof Http2HeadersFrame headers && headers.isEndStream()
                || message instanceof Http2DataFrame data && data.isEndStream();
        if (ended) {
            Http2StreamFrame request = (Http2StreamFrame) message;
            Http2Headers headers = new DefaultHttp2Headers()
                    .status(HttpResponseStatus.OK.codeAsText())
                    .set(HttpHeaderNames.SERVER, NettyHttp1.SERVER)
                    .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN);
            context.write(new DefaultHttp2HeadersFrame(headers).stream(request.stream()));
            context.write(new DefaultHttp2DataFrame(NettyHttp1.body(), true).stream(request.stream()));
        }
        ReferenceCountUtil.release(message);
    }
}
