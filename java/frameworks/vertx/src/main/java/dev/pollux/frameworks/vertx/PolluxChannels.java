package dev.pollux.frameworks.vertx;

import dev.pollux.netty.Pollux;
import dev.pollux.netty.PolluxChannelOption;
import dev.pollux.netty.PolluxDatagramChannel;
import dev.pollux.netty.PolluxDomainSocketChannel;
import dev.pollux.netty.PolluxIoHandler;
import dev.pollux.netty.PolluxServerDomainSocketChannel;
import dev.pollux.netty.PolluxServerSocketChannel;
import dev.pollux.netty.PolluxSocketChannel;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.unix.DomainSocketAddress;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.transport.Transport;

/** What Vert.x asks a transport for. It opens datagrams for its DNS client, too. */
final class PolluxChannels implements Transport {
    @Override
    public boolean isAvailable() {
        return Pollux.isAvailable();
    }

    @Override
    public Throwable unavailabilityCause() {
        return Pollux.unavailabilityCause();
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return PolluxIoHandler.newFactory();
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return domainSocket ? PolluxDomainSocketChannel::new : PolluxSocketChannel::new;
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return domainSocket ? PolluxServerDomainSocketChannel::new : PolluxServerSocketChannel::new;
    }

    @Override
    public DatagramChannel datagramChannel() {
        return new PolluxDatagramChannel();
    }

    @Override
    @SuppressWarnings("deprecation") // by Netty: Vert.x 5.0 has no other name for it
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return new PolluxDatagramChannel(family.toSocketProtocolFamily());
    }

    /** From Vert.x 5.1 on this one is asked for, and the two above are not there. */
    public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
        return PolluxDatagramChannel::new;
    }

    /** What Vert.x has an option for, and only some transports. */
    @Override
    public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
        Transport.super.configure(options, domainSocket, bootstrap);
        if (!domainSocket) {
            bootstrap.option(PolluxChannelOption.SO_REUSEPORT, options.isReusePort());
            bootstrap.childOption(PolluxChannelOption.TCP_CORK, options.isTcpCork());
            bootstrap.childOption(PolluxChannelOption.TCP_QUICKACK, options.isTcpQuickAck());
        }
    }

    @Override
    public boolean supportsDomainSockets() {
        return true;
    }

    @Override
    public java.net.SocketAddress convert(SocketAddress address) {
        return address.isDomainSocket() ? new DomainSocketAddress(address.path()) : Transport.super.convert(address);
    }

    @Override
    public SocketAddress convert(java.net.SocketAddress address) {
        return address instanceof DomainSocketAddress unix
                ? SocketAddress.domainSocketAddress(unix.path())
                : Transport.super.convert(address);
    }
}
